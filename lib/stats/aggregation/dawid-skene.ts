import { alternate, type Stopping } from "./expectation-maximisation.ts";
import { type LabelPosteriors, normaliseRows } from "./label-posteriors.ts";
import type { Votes } from "./votes.ts";

export interface DawidSkene {
  posteriors: LabelPosteriors;
  /** [workers, true label, answer]: how each worker answers; rows sum to 1. */
  confusions: Float64Array;
  /** Of the labels. */
  priors: Float64Array;
  rounds: number;
}

/** An answer that was never seen stays possible: else one of it would rule a label out for good. */
const LEAST_COUNT = 1e-10;

/**
 * Labels and each worker's confusion matrix at once (Dawid and Skene 1979), by expectation-maximisation from vote shares:
 *
 *   M  e_w(k, l) = sum of q_t(k) over tasks that w answered l, over its sum in l;   p(k) = mean of q_t(k)
 *   E  q_t(k) = p(k) prod over answers of e_w(k, l), normalised
 *
 * Takes workers as independent given the truth. A worker who always answers the opposite helps as much as one who is right. Needs
 * some answers of a worker to each label: with few, majority or `mace` is safer.
 */
export function dawidSkene(votes: Votes, stopping: Stopping = {}): DawidSkene {
  const { posteriors, model, rounds } = alternate<Pick<DawidSkene, "confusions" | "priors">>(
    votes,
    stopping,
    (labels) => ({ confusions: countConfusions(votes, labels), priors: meanRow(labels, votes.labels) }),
    ({ confusions, priors }) => weighAnswers(votes, confusions, priors),
  );
  return { posteriors, ...model, rounds };
}

function countConfusions({ workers, labels, task, worker, label }: Votes, posteriors: LabelPosteriors) {
  const confusions = new Float64Array(workers * labels * labels);
  task.forEach((t, v) => {
    for (let k = 0; k < labels; k++)
      confusions[(worker[v] * labels + k) * labels + label[v]] += posteriors[t * labels + k];
  });
  for (let from = 0; from < confusions.length; from += labels) {
    const row = confusions.subarray(from, from + labels);
    let sum = 0;
    for (let l = 0; l < labels; l++) sum += row[l] = Math.max(LEAST_COUNT, row[l]);
    for (let l = 0; l < labels; l++) row[l] /= sum;
  }
  return confusions;
}

function weighAnswers(votes: Votes, confusions: Float64Array, priors: Float64Array): LabelPosteriors {
  const { tasks, labels, task, worker, label } = votes;
  const logs = Float64Array.from({ length: tasks * labels }, (_, i) => Math.log(priors[i % labels]));
  const logConfusions = confusions.map(Math.log);
  task.forEach((t, v) => {
    for (let k = 0; k < labels; k++)
      logs[t * labels + k] += logConfusions[(worker[v] * labels + k) * labels + label[v]];
  });
  return normaliseRows(logs, labels);
}

function meanRow(table: Float64Array, columns: number): Float64Array {
  const means = new Float64Array(columns);
  table.forEach((value, i) => {
    means[i % columns] += value / (table.length / columns);
  });
  return means;
}
