import type { Undefined } from "../estimate.ts";
import type { Votes } from "./votes.ts";

export interface Kos {
  /** Of each task, [0], [1], or both where the messages cancel. */
  labels: number[][];
  /** Of each task: above 0 speaks for label 1. Only its sign and order mean something. */
  scores: Float64Array;
}

/**
 * Iterative message passing for two labels (Karger, Oh and Shah 2014, algorithm 1). With A_tw = 1 for answer 1 and -1 for 0:
 *
 *   x_t->w = sum over the other workers of t of A_tw' y_w'->t,   y_w->t = sum over the other tasks of w of A_t'w x_t'->w
 *
 * from y = 1; the label is the sign of sum_w A_tw y_w->t. Close to the leading singular vector of A, so it needs no prior and
 * finds workers who answer the opposite. Meant for tasks dealt out at random, several a worker.
 *
 * @param rounds of messages; they are scaled in each, which changes no sign
 * @returns undefined `not_two_labels`
 */
export function kos(votes: Votes, rounds = 100): Kos | Undefined {
  if (votes.labels !== 2) return { undefined: "not_two_labels" };
  const { tasks, workers, task, worker, label } = votes;
  const answers = Float64Array.from(label, (one) => (one === 1 ? 1 : -1));
  let fromWorkers: Float64Array = new Float64Array(answers.length).fill(1);
  for (let round = 0; round < rounds; round++) {
    const fromTasks = pass(answers, fromWorkers, task, tasks);
    const next = scaled(pass(answers, fromTasks, worker, workers));
    // No message is left where every worker has one task, or every task one worker: the votes themselves decide.
    if (!next) break;
    fromWorkers = next;
  }
  const scores = new Float64Array(tasks);
  task.forEach((t, v) => {
    scores[t] += answers[v] * fromWorkers[v];
  });
  const labels = Array.from(scores, (score) => (score === 0 ? [0, 1] : [score > 0 ? 1 : 0]));
  return { labels, scores };
}

/** On each answer: the sum of A times message over all answers of the same node but itself. */
function pass(answers: Float64Array, messages: Float64Array, node: Int32Array, nodes: number): Float64Array {
  const sums = new Float64Array(nodes);
  node.forEach((at, v) => {
    sums[at] += answers[v] * messages[v];
  });
  return messages.map((message, v) => sums[node[v]] - answers[v] * message);
}

function scaled(messages: Float64Array): Float64Array | null {
  const largest = messages.reduce((most, message) => Math.max(most, Math.abs(message)), 0);
  return largest > 0 ? messages.map((message) => message / largest) : null;
}
