import type { Tx } from "#lib/db/client.ts";
import type { CheckedAnswer } from "#lib/study/checks/check-outcomes.ts";
import { raterRecord } from "#lib/study/rater-record.ts";
import type { PlacedRating } from "#lib/study/rating-drift.ts";
import type { GivenAnswer } from "#lib/study/score-answers.ts";
import type { ResponseSpec } from "#lib/study/template.ts";
import { readParticipants, type StoredParticipant } from "../studies/verification/read-participants.ts";
import type { StudyRater } from "./read-raters.ts";
import { readShown, type ShownPicture } from "./read-shown.ts";

export type PlacedAnswer = GivenAnswer & PlacedRating & { readonly receivedAt: string };

/** Whose answers are read, and what they answered with. */
export interface Answering {
  readonly studyId: string;
  readonly simulated: boolean;
  /** When the study's plan was locked; null before. A rehearsal by simulated raters is no pilot of people. */
  readonly lockedAt: Date | null;
  readonly response: ResponseSpec;
  /** About. */
  readonly trialsPerRater: number;
}

/**
 * A study's people, or its simulated raters, in the order of joining, and their answers in the order of answering, each with the pictures it
 * is about; a page of raters at a time. Withdrawn raters are among the raters; their answers are gone. Practice and checks do not count.
 */
export async function* readAnswers(
  tx: Tx,
  { studyId, simulated, lockedAt, response, trialsPerRater }: Answering,
): AsyncGenerator<{ raters: StudyRater[]; answers: PlacedAnswer[] }> {
  const shown = await readShown(tx, studyId);
  const order = { simulatedFirst: simulated, trialsEach: trialsPerRater };
  for await (const page of readParticipants(tx, studyId, order)) {
    const own = page.filter((row) => row.simulated === simulated);
    if (own.length > 0)
      yield {
        raters: own.map((row) => raterOf(row, lockedAt, response)),
        answers: own.filter(({ state }) => state !== "withdrawn").flatMap((row) => placedAnswers(row, shown)),
      };
    if (own.length < page.length) return;
  }
}

function raterOf(row: StoredParticipant, lockedAt: Date | null, response: ResponseSpec): StudyRater {
  const { id, index, simulated, state, trialCount, trials, consentedAt } = row;
  return {
    id,
    rank: index < 0 ? -index - 1 : index,
    withdrawn: state === "withdrawn",
    completed: state === "completed",
    screened: state === "screened",
    pilot: !simulated && lockedAt !== null && consentedAt < lockedAt,
    practised: trials.length > 0 && trials.every(({ practice, answer }) => !practice || answer !== null),
    record: raterRecord(response, trialCount, checkedAnswers(trials)),
  };
}

/** A rater's answers after practice, as their checks are judged by them. */
export function checkedAnswers(
  trials: StoredParticipant["trials"],
): (CheckedAnswer & { responseTimeMs: number })[] {
  return trials.flatMap(({ practice, check, expected, stimulusIds, answer }) => {
    if (practice || !answer) return [];
    const { value, responseTimeMs } = answer;
    return [{ check, expected, shown: stimulusIds.join(" "), value, responseTimeMs }];
  });
}

/** Answers about pictures that the study has. */
export function placedAnswers(
  { id, trialCount, trials }: StoredParticipant,
  shown: ReadonlyMap<string, ShownPicture>,
): PlacedAnswer[] {
  const answers: PlacedAnswer[] = [];
  let place = -1;
  for (const { practice, check, stimulusIds, answer } of trials) {
    if (practice || check !== null) continue;
    place++;
    if (!answer) continue;
    const first = shown.get(stimulusIds[0]);
    const panels =
      stimulusIds.length === 1 && first
        ? first.alone
        : stimulusIds.flatMap((one) => shown.get(one)?.panel ?? []);
    if (!first || panels.length === 0) continue;
    const { value, detail, receivedAt } = answer;
    answers.push({
      rater: id,
      itemId: first.itemId,
      value,
      detail,
      panels,
      receivedAt,
      position: place,
      trials: trialCount,
    });
  }
  return answers;
}
