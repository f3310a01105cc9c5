import { mean } from "../mean.ts";

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

/** Values that spread by less, relative to their size, differ by rounding alone. */
const ROUNDING = 1e-14;

/**
 * Analysis of variance of y_ij = mean + item_i + rater_j + error_ij. A mean square that rounding alone can make is 0.
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
  const largest = ratings.reduce(
    (most, row) => row.reduce((top, value) => Math.max(top, Math.abs(value)), most),
    0,
  );
  const least = (ROUNDING * largest) ** 2;
  const square = (sum: number, df: number) => (sum / df <= least ? 0 : sum / df);
  return {
    items: n,
    raters: k,
    rows: square(k * spread(rowMeans), n - 1),
    columns: square(n * spread(columnMeans), k - 1),
    within: square(within, n * (k - 1)),
    error: square(error, (n - 1) * (k - 1)),
  };
}
