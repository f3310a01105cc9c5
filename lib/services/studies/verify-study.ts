import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { openTrialPlan } from "../participation/plan-trials.ts";
import { type Anchor, parseAnchor } from "./event-hash.ts";
import { checkAnchors, readAnchors } from "./verification/check-anchors.ts";
import { checkLock } from "./verification/check-lock.ts";
import { checkAnswers, checkParticipant, checkSequence } from "./verification/check-participant.ts";
import { checkQuiz } from "./verification/check-quiz.ts";
import { checkStudy } from "./verification/check-study.ts";
import { type BrokenLink, followChain } from "./verification/follow-chain.ts";
import { collectProblems, nameRater, type Problem, type Problems } from "./verification/problems.ts";
import { type Claims, noClaims, noteEvent } from "./verification/read-claims.ts";
import { readEvents } from "./verification/read-events.ts";
import { readParticipants } from "./verification/read-participants.ts";

const VerifyStudy = z.object({ studyId: z.string(), anchor: z.string().optional() });

/** A study of a million answers is read in minutes. */
const TIMEOUT_MS = 3_600_000;

export interface Verification {
  study: { id: string; name: string };
  /** Whether everything holds that could be checked. */
  ok: boolean;
  /** Null for a study that was begun before there was a log: nothing can be said of its answers. */
  log: { events: number; head: Anchor | null; brokenLink: BrokenLink | null } | null;
  anchors: number;
  /** SHA-256 of the locked plan; null without one. */
  plan: string | null;
  answers: {
    stored: number;
    /** Those that are what their event says. */
    matching: number;
    /** Events whose answer was erased because its participant withdrew. */
    withdrawn: number;
    notCovered: number;
  };
  /** Participants whose trials were recomputed, and whose are the same. */
  sequences: { recomputed: number; matching: number };
  problemCount: number;
  /** The first hundred. */
  problems: Problem[];
}

/**
 * Checks a study against its event log, as of one moment: follows the chain of hashes; compares the study, its stimuli,
 * participants and answers with what the events say; recomputes everybody's sequence of trials from (seed, index); and
 * looks for the anchors in the audit log.
 * @param input.anchor one that was kept from an export, as "sequence:hash"
 * @throws AppError `not_found`, `invalid` for a text that is no anchor
 */
export async function verifyStudy(ctx: Ctx, input: unknown): Promise<Verification> {
  const { studyId, anchor } = VerifyStudy.parse(input);
  requireCan(ctx, "study:read");
  const kept = anchor === undefined ? undefined : parseAnchor(anchor);
  if (anchor !== undefined && !kept)
    throw new AppError("invalid", "An anchor is a number, a colon and 64 hexadecimal digits.");
  return ctx.db.$transaction(
    async (tx) => {
      const study = await tx.study.findFirst({ where: { id: studyId, workspaceId: ctx.workspaceId } });
      if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
      return verifyAsSeen(tx, study, kept);
    },
    { isolationLevel: "RepeatableRead", timeout: TIMEOUT_MS },
  );
}

/**
 * The same in the caller's transaction, as of what that sees.
 * @param tx of isolation level RepeatableRead
 */
export async function verifyAsSeen(tx: Tx, study: Study, kept?: Anchor): Promise<Verification> {
  const problems = collectProblems();
  const { log, claims } = await verifyLog(tx, study.id, problems);
  const anchors = await readAnchors(tx, study, kept);
  await checkAnchors(tx, study.id, anchors, problems);
  if (claims) await checkStudy(tx, study, claims, problems);
  if (claims) await checkLock(tx, study, claims, problems);
  if (claims) await checkQuiz(tx, study, claims, problems);
  const people = await verifyParticipants(tx, study, claims, problems);
  return {
    study: { id: study.id, name: study.name },
    ok: !log?.brokenLink && problems.count() === 0,
    log,
    anchors: anchors.length,
    plan: claims?.locked?.preregistration ?? null,
    ...people,
    problemCount: problems.count(),
    problems: problems.list(),
  };
}

/** Without events and without the place where they end there is no log, and nothing is claimed. */
async function verifyLog(
  tx: Tx,
  studyId: string,
  problems: Problems,
): Promise<{ log: Verification["log"]; claims: Claims | null }> {
  const head = await tx.studyEventHead.findUnique({
    where: { studyId },
    select: { sequence: true, hash: true },
  });
  const chain = followChain();
  const claims = noClaims();
  let events = 0;
  for await (const event of readEvents(tx, studyId)) {
    chain.next(event);
    noteEvent(claims, event, problems);
    events++;
  }
  if (!head && events === 0) return { log: null, claims: null };
  return { log: { events, head, brokenLink: chain.end(head) }, claims };
}

async function verifyParticipants(
  tx: Tx,
  study: Study,
  claims: Claims | null,
  problems: Problems,
): Promise<Pick<Verification, "answers" | "sequences">> {
  const answers = { stored: 0, matching: 0, withdrawn: 0, notCovered: 0 };
  const sequences = { recomputed: 0, matching: 0 };
  const planTrials = await openTrialPlan(tx, study);
  const seen = new Set<number>();
  const answered = new Set<string>();
  for await (const row of readParticipants(tx, study.id)) {
    seen.add(row.index);
    const given = row.trials.filter(({ answer }) => answer);
    for (const { id } of given) answered.add(id);
    answers.stored += given.length;
    const same = checkSequence(row, planTrials, problems);
    if (same !== undefined) sequences.recomputed++;
    if (same) sequences.matching++;
    if (claims) {
      checkParticipant(row, claims, problems);
      answers.matching += checkAnswers(row, claims, problems);
    } else {
      answers.notCovered += given.length;
      if (given.some(({ answer }) => answer?.salt))
        problems.add("event", `${nameRater(row.index)} answered while the study had a log: it is gone.`);
    }
  }
  if (claims) answers.withdrawn = checkMissing(claims, { seen, answered }, problems);
  return { answers, sequences };
}

/** Looks for what the events tell of and the tables do not have. @returns how many answers are gone by right */
function checkMissing(
  { joined, answered, withdrawn }: Claims,
  found: { seen: ReadonlySet<number>; answered: ReadonlySet<string> },
  problems: Problems,
): number {
  for (const index of joined.keys())
    if (!found.seen.has(index)) problems.add("participant", `${nameRater(index)} joined and is gone.`);
  let erased = 0;
  for (const { trial, participant } of answered.values()) {
    if (found.answered.has(trial)) continue;
    if (withdrawn.has(participant)) erased++;
    else problems.add("answer", `The answer of ${nameRater(participant)} to trial ${trial} is gone.`);
  }
  return erased;
}
