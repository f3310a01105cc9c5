/** Answers of workers to tasks, as columns of indices: one entry an answer. Every task has one at least. */
export interface Votes {
  tasks: number;
  workers: number;
  /** Possible labels, 0 .. labels - 1. */
  labels: number;
  task: Int32Array;
  worker: Int32Array;
  label: Int32Array;
}

/**
 * @param rows [task, worker, label], indices below the sizes
 * @throws RangeError for an index out of range or a task that nobody answered: leave such tasks out
 */
export function tabulateVotes(
  rows: readonly (readonly number[])[],
  sizes: { tasks: number; workers: number; labels: number },
): Votes {
  const column = (at: number, size: number) =>
    Int32Array.from(rows, (row) => {
      if (!(Number.isInteger(row[at]) && row[at] >= 0 && row[at] < size))
        throw new RangeError(`${row[at]} is not one of 0 to ${size - 1}`);
      return row[at];
    });
  const task = column(0, sizes.tasks);
  if (new Set(task).size !== sizes.tasks) throw new RangeError("Every task has an answer.");
  return { ...sizes, task, worker: column(1, sizes.workers), label: column(2, sizes.labels) };
}

/** Share of its answers that each label of a task has: [tasks, labels] row-major, rows sum to 1. */
export function voteShares({ tasks, labels, task, label }: Votes): Float64Array {
  const shares = new Float64Array(tasks * labels);
  const answers = new Int32Array(tasks);
  task.forEach((t, v) => {
    shares[t * labels + label[v]]++;
    answers[t]++;
  });
  return shares.map((count, i) => count / answers[Math.floor(i / labels)]);
}
