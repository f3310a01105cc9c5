import type { SessionView, TrialView } from "#lib/study/participant-protocol.ts";
import type { OutboxEntry } from "./outbox.ts";

/** How many pictures are fetched ahead of the one on the screen: so many trials work without a line. */
const AHEAD = 5;
/** While the instruction is read: enough to start at once, and no more weight than that. */
const PICTURES_AT_FIRST = 2;

/** The trials with what this device knows on top of what the server knows. */
export function mergeAnswers(trials: readonly TrialView[], entries: readonly OutboxEntry[]): TrialView[] {
  const given = new Map(entries.map((entry) => [entry.trialId, entry.value]));
  return trials.map((trial) => ({ ...trial, value: trial.value ?? given.get(trial.id) ?? null }));
}

/** Index of the first trial without an answer; null when all have one. */
export function nextTrial(trials: readonly TrialView[]): number | null {
  const index = trials.findIndex((trial) => trial.value === null);
  return index < 0 ? null : index;
}

export interface Progress {
  readonly practice: boolean;
  readonly at: number;
  readonly of: number;
}

/** "Practice 1 of 2" or "7 of 16": counted within practice and within the rated trials. */
export function progressOf(trials: readonly TrialView[], id: string): Progress {
  const practice = trials.some((trial) => trial.id === id && trial.practice);
  const same = trials.filter((trial) => trial.practice === practice);
  return { practice, at: same.findIndex((trial) => trial.id === id) + 1, of: same.length };
}

/** Whether a break comes before a trial: after every so many of those that follow practice. */
export function isBreakDue({ practice, at }: Progress, breakEvery: number | null): boolean {
  return breakEvery !== null && !practice && at > 1 && (at - 1) % breakEvery === 0;
}

/** Stimuli to fetch, most urgent first: the trial at hand and those after it. */
export function stimuliAhead(trials: readonly TrialView[], index: number, started: boolean): string[] {
  const pictures = trials.slice(index, index + 1 + AHEAD).flatMap((trial) => trial.stimuli);
  return started ? pictures : pictures.slice(0, Math.max(PICTURES_AT_FIRST, trials[index].stimuli.length));
}

/** Whether the instruction still has to be shown. */
export function needsInstruction(session: SessionView, instructed: boolean): boolean {
  return !instructed && session.trials.every((trial) => trial.value === null);
}
