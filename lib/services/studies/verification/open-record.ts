import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { openTrialPlan } from "../../participation/plan-trials.ts";
import type { Anchor } from "../event-hash.ts";
import type { Verification } from "../verify-study.ts";
import { checkAnchors, readAnchors } from "./check-anchors.ts";
import { checkLock } from "./check-lock.ts";
import { checkAnswers, checkParticipant, checkSequence } from "./check-participant.ts";
import { checkQuiz } from "./check-quiz.ts";
import { checkStudy } from "./check-study.ts";
import { followChain } from "./follow-chain.ts";
import { collectProblems, nameRater, type Problems } from "./problems.ts";
import { type Claims, noClaims, noteEvent } from "./read-claims.ts";
import { type ReadEvent, readEvents } from "./read-events.ts";
import { readParticipants, type StoredParticipant } from "./read-participants.ts";

/** What is recorded of a study, read once and checked while it is read. */
export interface StudyRecord {
  /** Every event in order, a page at a time; to be read to its end before the participants. */
  events(): AsyncGenerator<readonly ReadEvent[]>;
  /** Everybody with their trials and answers, a page at a time, as `readParticipants` orders them. */
  participants(order: { simulatedFirst: boolean }): AsyncGenerator<readonly StoredParticipant[]>;
  /** What was found; both are read to their end by then. */
  conclude(): Verification;
}

/**
 * Opens a study's record in the caller's transaction, as of what that sees; whoever reads it asks nothing else of the transaction before
 * the next page. Memory grows by some 80 bytes an answer.
 * @param tx of isolation level RepeatableRead
 * @param kept an anchor that was kept from an export
 */
export function openRecord(tx: Tx, study: Study, kept?: Anchor): StudyRecord {
  const problems = collectProblems();
  let claims = noClaims(0);
  let log: Verification["log"] = null;
  let anchorCount = 0;
  const answers = { stored: 0, matching: 0, withdrawn: 0, notCovered: 0 };
  const sequences = { recomputed: 0, matching: 0 };

  return {
    async *events() {
      const head = await tx.studyEventHead.findUnique({
        where: { studyId: study.id },
        select: { sequence: true, hash: true },
      });
      claims = noClaims(head ? head.sequence + 1 : 0);
      const chain = followChain();
      let events = 0;
      for await (const page of readEvents(tx, study.id)) {
        for (const event of page) {
          chain.next(event);
          noteEvent(claims, event, problems);
        }
        events += page.length;
        yield page;
      }
      // Without events and without the place where they end there is no log, and nothing is claimed.
      if (head || events > 0) log = { events, head, brokenLink: chain.end(head) };
    },
    async *participants({ simulatedFirst }) {
      const claimed = log ? claims : null;
      const anchors = await readAnchors(tx, study, kept);
      anchorCount = anchors.length;
      await checkAnchors(tx, study.id, anchors, problems);
      if (claimed) await checkStudy(tx, study, claimed, problems);
      if (claimed) await checkLock(tx, study, claimed, problems);
      if (claimed) await checkQuiz(tx, study, claimed, problems);
      const planTrials = await openTrialPlan(tx, study);
      const seen = new Set<number>();
      const { trialsPerRater: trialsEach } = StudyDesign.parse(study.design);
      for await (const page of readParticipants(tx, study.id, { simulatedFirst, trialsEach })) {
        for (const row of page) {
          seen.add(row.index);
          const given = row.trials.filter(({ answer }) => answer);
          answers.stored += given.length;
          const same = checkSequence(row, planTrials, problems);
          if (same !== undefined) sequences.recomputed++;
          if (same) sequences.matching++;
          if (claimed) {
            checkParticipant(row, claimed, problems);
            answers.matching += checkAnswers(row, claimed, problems);
          } else {
            answers.notCovered += given.length;
            if (given.some(({ answer }) => answer?.salt))
              problems.add(
                "event",
                `${nameRater(row.index)} answered while the study had a log: it is gone.`,
              );
          }
        }
        yield page;
      }
      if (claimed) answers.withdrawn = checkMissing(claimed, seen, problems);
    },
    conclude: () => ({
      study: { id: study.id, name: study.name },
      ok: !log?.brokenLink && problems.count() === 0,
      log,
      anchors: anchorCount,
      plan: (log && claims.locked?.preregistration) ?? null,
      answers,
      sequences,
      problemCount: problems.count(),
      problems: problems.list(),
    }),
  };
}

/** Looks for what the events tell of and the tables do not have. @returns how many answers are gone by right */
function checkMissing(
  { joined, answered, withdrawn }: Claims,
  seen: ReadonlySet<number>,
  problems: Problems,
): number {
  for (const index of joined.keys())
    if (!seen.has(index)) problems.add("participant", `${nameRater(index)} joined and is gone.`);
  let erased = 0;
  for (const { trial, participant } of answered.untaken()) {
    if (withdrawn.has(participant)) erased++;
    else problems.add("answer", `The answer of ${nameRater(participant)} to trial ${trial} is gone.`);
  }
  return erased;
}
