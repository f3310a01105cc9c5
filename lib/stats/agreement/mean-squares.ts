/** Mean squares of a complete table of items x raters, without replication. */
export interface MeanSquares {
  items: number;
  raters: number;
  /** Between items, n - 1 degrees of freedom. */
  rows: number;
  /** Between raters, k - 1. */
  columns: number;
  /** Within items, n (k - 1): raters and error together. */
  within: number;
  /** What neither item nor rater explains, (n - 1) (k - 1). */
  error: number;
}

/**
 * Analysis of variance of y_ij = mean + item_i + rater_j + error_ij.
 *
 * @param ratings items x raters, at least 2 x 2 @throws RangeError for a table with gaps
 */
export function meanSquares(ratings: readonly (readonly number[])[]): MeanSquares {
  const [n, k] = [ratings.length, ratings[0].length];
  if (ratings.some((row) => row.length !== k || row.some((value) => !Number.isFinite(value))))
    throw new RangeError("Every rater rated every item: the table is complete.");
  const rowMeans = ratings.map(mean);
  const columnMeans = ratings[0].map((_, j) => mean(ratings.map((row) => row[j])));
  const grand = mean(rowMeans);
  let [within, error] = [0, 0];
  ratings.forEach((row, i) => {
    row.forEach((value, j) => {
      within += (value - rowMeans[i]) ** 2;
      error += (value - rowMeans[i] - columnMeans[j] + grand) ** 2;
    });
  });
  const spread = (means: number[]) => means.reduce((sum, one) => sum + (one - grand) ** 2, 0);
  return {
    items: n,
    raters: k,
    rows: (k * spread(rowMeans)) / (n - 1),
    columns: (n * spread(columnMeans)) / (k - 1),
    within: within / (n * (k - 1)),
    error: error / ((n - 1) * (k - 1)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
