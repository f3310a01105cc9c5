import { tabulateVotes, type Votes } from "#lib/stats/aggregation/votes.ts";
import type { Random } from "#lib/tensor/random.ts";

/** How one worker answers a task of which this is the true label. */
export type Worker = (truth: number, random: Random) => number;

/** Is right with this probability, else any of the labels. */
export const careful =
  (probability: number, labels: number): Worker =>
  (truth, random) =>
    random.uniform() < probability ? truth : random.integer(labels);

/** Always says this, whatever is shown. */
export const habit =
  (label: number): Worker =>
  () =>
    label;

/** Knows two labels apart and says the other on purpose. */
export const contrary: Worker = (truth) => 1 - truth;

/** Every worker answers every task; truths are drawn evenly. */
export function drawVotes(
  random: Random,
  tasks: number,
  labels: number,
  workers: readonly Worker[],
): { votes: Votes; truth: number[] } {
  const truth = Array.from({ length: tasks }, () => random.integer(labels));
  const rows = truth.flatMap((label, t) => workers.map((worker, w) => [t, w, worker(label, random)]));
  return { truth, votes: tabulateVotes(rows, { tasks, workers: workers.length, labels }) };
}

/** Share of tasks whose one likeliest label is the true one. */
export function shareRight(labels: readonly number[][], truth: readonly number[]): number {
  return truth.filter((label, t) => labels[t].length === 1 && labels[t][0] === label).length / truth.length;
}

/** The same answers with other numbers for labels and workers. */
export function renumberVotes(votes: Votes, label: readonly number[], worker: readonly number[]): Votes {
  return {
    ...votes,
    label: votes.label.map((one) => label[one]),
    worker: votes.worker.map((one) => worker[one]),
  };
}
