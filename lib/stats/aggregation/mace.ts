import digamma from "@stdlib/math-base-special-digamma";
import { type LabelPosteriors, largestChange, normaliseRows, type Stopping } from "./label-posteriors.ts";
import { type Votes, voteShares } from "./votes.ts";

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
export function mace(votes: Votes, { rounds = 100, tolerance = 1e-6 }: Stopping = {}): Mace {
  const { labels, task, worker, label } = votes;
  let posteriors = voteShares(votes);
  // Of each answer, how probable it is to be copied from the truth: at first the share of its label.
  let copied = Float64Array.from(task, (t, v) => posteriors[t * labels + label[v]]);
  for (let round = 1; ; round++) {
    const { copies, habits, competence } = weights(votes, copied);
    const chance = (v: number) => habits[worker[v] * labels + label[v]];
    const logs = new Float64Array(posteriors.length);
    task.forEach((t, v) => {
      const other = Math.log(chance(v));
      const same = Math.log(copies[worker[v]] + chance(v));
      for (let k = 0; k < labels; k++) logs[t * labels + k] += k === label[v] ? same : other;
    });
    const next = normaliseRows(logs, labels);
    copied = Float64Array.from(task, (t, v) => {
      const own = copies[worker[v]];
      return (next[t * labels + label[v]] * own) / (own + chance(v));
    });
    const change = largestChange(next, posteriors);
    posteriors = next;
    if (round >= rounds || change < tolerance) return { posteriors, competence, rounds: round };
  }
}

/** What each worker's answers weigh when copied, [workers], and by habit, [workers, labels]; with the expected competence. */
function weights({ workers, labels, worker, label }: Votes, copied: Float64Array) {
  const [answers, copies] = [new Float64Array(workers), new Float64Array(workers)];
  const habits = new Float64Array(workers * labels);
  worker.forEach((w, v) => {
    answers[w]++;
    copies[w] += copied[v];
    habits[w * labels + label[v]] += 1 - copied[v];
  });
  const weigh = (count: number, total: number) => Math.exp(digamma(count) - digamma(total));
  return {
    competence: copies.map((count, w) => (count + COMPETENCE_PRIOR) / (answers[w] + 2 * COMPETENCE_PRIOR)),
    copies: copies.map((count, w) => weigh(count + COMPETENCE_PRIOR, answers[w] + 2 * COMPETENCE_PRIOR)),
    habits: habits.map((count, i) => {
      const w = Math.floor(i / labels);
      const others = answers[w] - copies[w];
      return (
        weigh(others + COMPETENCE_PRIOR, answers[w] + 2 * COMPETENCE_PRIOR) *
        weigh(count + HABIT_PRIOR, others + labels * HABIT_PRIOR)
      );
    }),
  };
}
