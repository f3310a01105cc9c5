import digamma from "@stdlib/math-base-special-digamma";
import { alternate, type Stopping } from "./expectation-maximisation.ts";
import { type LabelPosteriors, normaliseRows } from "./label-posteriors.ts";
import type { Votes } from "./votes.ts";

export interface Mace {
  posteriors: LabelPosteriors;
  /** Of each worker, the share of answers that follow the truth, in [0, 1]; the others follow a habit. */
  competence: Float64Array;
  rounds: number;
}

/** Priors of Hovy et al.: a worker is good or bad rather than middling, and a habit is spread over the labels. */
const COMPETENCE_PRIOR = 0.5;
const HABIT_PRIOR = 10;

/**
 * Multi-annotator competence estimation (Hovy et al. 2013): worker w copies the truth with probability c_w, else answers by habit h_w.
 *
 *   P(answer l | truth k) = c_w [l = k] + (1 - c_w) h_w(l)
 *
 * Fitted by variational Bayes (their section 3.3): expected counts n of copied and of habitual answers give weights
 * exp(digamma(n + prior) - digamma(total)) for the next round. All labels are equally probable beforehand. Starts from vote shares
 * instead of many random starts, so that the same answers always give the same labels. Finds workers who do not look: their competence
 * is near 0, whatever they answer.
 */
export function mace(votes: Votes, stopping: Stopping = {}): Mace {
  const { posteriors, model, rounds } = alternate<Weights>(
    votes,
    stopping,
    (labels, before) => weightsOf(votes, copiedShares(votes, labels, before)),
    (weights) => weighAnswers(votes, weights),
  );
  return { posteriors, competence: model.competence, rounds };
}

interface Weights {
  competence: Float64Array;
  /** Of a worker's answer that is copied, [workers], and of one by habit, [workers, labels]. */
  copy: Float64Array;
  habit: Float64Array;
}

/** Of each answer, how probable it is to be copied from the truth; at first the share of its label. */
function copiedShares(votes: Votes, posteriors: LabelPosteriors, before: Weights | null): Float64Array {
  const { labels, task, worker, label } = votes;
  return Float64Array.from(task, (t, v) => {
    const right = posteriors[t * labels + label[v]];
    if (!before) return right;
    const copy = before.copy[worker[v]];
    return (right * copy) / (copy + before.habit[worker[v] * labels + label[v]]);
  });
}

function weightsOf({ workers, labels, worker, label }: Votes, copied: Float64Array): Weights {
  const [answers, copies] = [new Float64Array(workers), new Float64Array(workers)];
  const habits = new Float64Array(workers * labels);
  worker.forEach((w, v) => {
    answers[w]++;
    copies[w] += copied[v];
    habits[w * labels + label[v]] += 1 - copied[v];
  });
  const weigh = (count: number, all: number) => Math.exp(digamma(count) - digamma(all));
  const ofWorker = (count: number, w: number) =>
    weigh(count + COMPETENCE_PRIOR, answers[w] + 2 * COMPETENCE_PRIOR);
  return {
    competence: copies.map((count, w) => (count + COMPETENCE_PRIOR) / (answers[w] + 2 * COMPETENCE_PRIOR)),
    copy: copies.map(ofWorker),
    habit: habits.map((count, i) => {
      const w = Math.floor(i / labels);
      const others = answers[w] - copies[w];
      return ofWorker(others, w) * weigh(count + HABIT_PRIOR, others + labels * HABIT_PRIOR);
    }),
  };
}

function weighAnswers(
  { tasks, labels, task, worker, label }: Votes,
  { copy, habit }: Weights,
): LabelPosteriors {
  const logs = new Float64Array(tasks * labels);
  task.forEach((t, v) => {
    const chance = habit[worker[v] * labels + label[v]];
    const [same, other] = [Math.log(copy[worker[v]] + chance), Math.log(chance)];
    for (let k = 0; k < labels; k++) logs[t * labels + k] += k === label[v] ? same : other;
  });
  return normaliseRows(logs, labels);
}
