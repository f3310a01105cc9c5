/** [tasks, labels] row-major: how probable each label of a task is; rows sum to 1. */
export type LabelPosteriors = Float64Array;

/** Labels of each task that no other exceeds: more than one = a tie, which only who reads it may break. */
export function likeliestLabels(posteriors: LabelPosteriors, labels: number): number[][] {
  return rowsOf(posteriors, labels).map((row) => {
    const top = Math.max(...row);
    return row.flatMap((share, label) => (share === top ? [label] : []));
  });
}

/** As lists, one a task. */
export function rowsOf(table: Float64Array, columns: number): number[][] {
  return Array.from({ length: table.length / columns }, (_, row) =>
    Array.from(table.subarray(row * columns, (row + 1) * columns)),
  );
}

/** Log-probabilities up to a constant a row -> probabilities, in place. */
export function normaliseRows(logs: Float64Array, columns: number): Float64Array {
  for (let from = 0; from < logs.length; from += columns) {
    const row = logs.subarray(from, from + columns);
    const top = Math.max(...row);
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += row[k] = Math.exp(row[k] - top);
    for (let k = 0; k < columns; k++) row[k] /= sum;
  }
  return logs;
}
