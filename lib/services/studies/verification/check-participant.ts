import { digestAnswer } from "../../participation/answer-digest.ts";
import type { PlannedTrial } from "../../participation/plan-trials.ts";
import { nameRater, type Problems } from "./problems.ts";
import type { Claims } from "./read-claims.ts";
import type { StoredParticipant } from "./read-participants.ts";

/** Compares what is stored of a participant with what the events say became of them. */
export function checkParticipant(row: StoredParticipant, claims: Claims, problems: Problems): void {
  const name = nameRater(row.index);
  const joined = claims.joined.get(row.index);
  if (!joined) {
    problems.add("participant", `No event says that ${name} joined.`);
    return;
  }
  for (const key of ["simulated", "consentVersion"] as const)
    if (row[key] !== joined[key])
      problems.add("participant", `${name} joined with ${key} ${joined[key]}; stored is ${row[key]}.`);
  // The same moment is either side: the log knows which.
  if (claims.locked && row.consentedAt.getTime() !== claims.locked.at.getTime())
    if (row.consentedAt > claims.locked.at !== joined.afterLock)
      problems.add("participant", `${name} is stored as joining on the other side of the plan's lock.`);
  const left = claims.withdrawn.has(row.index);
  const state = left
    ? "withdrawn"
    : claims.completed.has(row.index)
      ? "completed"
      : claims.screened.has(row.index)
        ? "screened"
        : "consented";
  if (row.state !== state)
    problems.add("participant", `${name} is stored as ${row.state}, and the events say ${state}.`);
}

/**
 * Compares each stored answer with its event.
 * @returns how many are what was stored then
 */
export function checkAnswers(row: StoredParticipant, claims: Claims, problems: Problems): number {
  const name = nameRater(row.index);
  let matching = 0;
  for (const { id, position, stimulusIds, answer } of row.trials) {
    if (!answer) continue;
    const claim = claims.answered.take(id);
    const { salt, ...given } = answer;
    const where = `The answer of ${name} at position ${position} (trial ${id})`;
    if (!claim) problems.add("answer", `${where} has no event.`);
    else if (claims.withdrawn.has(row.index))
      problems.add("answer", `${where} is still stored, and ${name} has withdrawn.`);
    else if (salt === null) problems.add("answer", `${where} has lost the key of its digest.`);
    else if (digestAnswer(salt, given) !== claim.digest)
      problems.add("answer", `${where} is not the one that was stored.`);
    else if (
      claim.participant !== row.index ||
      claim.position !== position ||
      claim.stimulus !== stimulusIds[0]
    )
      problems.add("answer", `${where} was given to another picture.`);
    else matching++;
  }
  return matching;
}

/**
 * Compares a participant's trials with the sequence that follows from the study's seed and their index.
 * @returns whether they are the same; undefined for someone who has not been given any yet
 */
export function checkSequence(
  { index, trials }: StoredParticipant,
  planTrials: (index: number) => PlannedTrial[],
  problems: Problems,
): boolean | undefined {
  if (trials.length === 0) return undefined;
  const name = nameRater(index);
  try {
    const planned = planTrials(index);
    const length = Math.max(planned.length, trials.length);
    const differs = Array.from({ length }, (_, at) => at).find((at) => !isSame(trials[at], planned[at], at));
    if (differs === undefined) return true;
    problems.add(
      "sequence",
      `The trials of ${name} do not follow from the seed from position ${differs} on.`,
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.add("sequence", `The trials of ${name} cannot be recomputed: ${error.message}.`);
  }
  return false;
}

function isSame(
  trial: StoredParticipant["trials"][number] | undefined,
  planned: PlannedTrial | undefined,
  position: number,
): boolean {
  if (!trial || !planned) return false;
  return (
    trial.position === position &&
    trial.stimulusIds.length === planned.stimulusIds.length &&
    trial.stimulusIds.every((id, place) => id === planned.stimulusIds[place]) &&
    trial.practice === planned.practice &&
    trial.check === planned.check &&
    trial.expected === planned.expected
  );
}
