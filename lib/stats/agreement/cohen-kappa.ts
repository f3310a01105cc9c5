import type { Undefined } from "../estimate.ts";

/** What a disagreement of i and j costs: 1 however far apart, |i - j|, or (i - j)^2. */
export type Weighting = "none" | "linear" | "quadratic";

/**
 * Cohen's kappa (1960; weighted 1968): agreement of two raters, or of a classifier with the truth, beyond what their
 * marginal frequencies would give by chance.
 *
 *   kappa = 1 - sum_ij w_ij o_ij / sum_ij w_ij r_i c_j / n        o = table, r and c its row and column sums
 *
 * 1 = perfect, 0 = chance, below 0 = systematic disagreement.
 *
 * @param table [k][k] counts, rows one rater, columns the other, categories in the same order (for weights: ascending)
 * @returns undefined `no_values` for an empty table, `no_variation` when both always chose the same one category
 */
export function cohenKappa(
  table: readonly (readonly number[])[],
  weighting: Weighting = "none",
): { value: number } | Undefined {
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = table.map((_, j) => table.reduce((sum, row) => sum + row[j], 0));
  const n = rows.reduce((sum, count) => sum + count, 0);
  if (n === 0) return { undefined: "no_values" };
  let observed = 0;
  let expected = 0;
  table.forEach((row, i) => {
    row.forEach((count, j) => {
      const weight = weightOf(weighting, i - j);
      observed += weight * count;
      expected += (weight * rows[i] * columns[j]) / n;
    });
  });
  return expected === 0 ? { undefined: "no_variation" } : { value: 1 - observed / expected };
}

function weightOf(weighting: Weighting, distance: number): number {
  if (distance === 0) return 0;
  if (weighting === "none") return 1;
  return weighting === "linear" ? Math.abs(distance) : distance * distance;
}
