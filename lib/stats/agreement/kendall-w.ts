import { chiSquareTail } from "../chi-square-distribution.ts";
import type { Undefined } from "../estimate.ts";
import { midranks } from "../ranks.ts";

export interface Concordance {
  /** W in [0, 1]. */
  value: number;
  /** m (n - 1) W, which is Friedman's statistic, and its p value with n - 1 degrees of freedom: of "no common order". */
  chiSquare: number;
  df: number;
  p: number;
}

export interface KendallOptions {
  /** `corrected`: W = 1 stays within reach when raters tie items. `ignored`: Kendall and Babington Smith's first form. */
  ties?: "corrected" | "ignored";
}

/**
 * Kendall's coefficient of concordance (Kendall and Babington Smith 1939): do m raters order n items alike?
 *
 *   W = 12 S / (m^2 (n^3 - n) - m T),   S = sum over items of (rank sum - mean rank sum)^2,  T = sum over ties of (t^3 - t)
 *
 * 0 = no common order, 1 = the same order. The chi-square approximation is fair for n above 7 (Siegel and Castellan 1988).
 *
 * @param ratings raters x items, complete @returns undefined `fewer_than_two_raters`, `fewer_than_two_items`, `no_variation` (every
 * rater tied everything)
 */
export function kendallW(
  ratings: readonly (readonly number[])[],
  { ties = "corrected" }: KendallOptions = {},
): Concordance | Undefined {
  const m = ratings.length;
  if (m < 2) return { undefined: "fewer_than_two_raters" };
  const n = ratings[0].length;
  if (n < 2) return { undefined: "fewer_than_two_items" };
  if (ratings.some((row) => row.length !== n)) throw new RangeError("Every rater orders every item.");
  const ranks = ratings.map(midranks);
  const sums = ratings[0].map((_, item) => ranks.reduce((sum, row) => sum + row[item], 0));
  const mean = (m * (n + 1)) / 2;
  const spread = sums.reduce((total, sum) => total + (sum - mean) ** 2, 0);
  const tied = ties === "corrected" ? ratings.reduce((sum, row) => sum + tieCorrection(row), 0) : 0;
  const largest = (m * m * (n ** 3 - n) - m * tied) / 12;
  if (largest === 0) return { undefined: "no_variation" };
  const value = spread / largest;
  const chiSquare = m * (n - 1) * value;
  return { value, chiSquare, df: n - 1, p: chiSquareTail(chiSquare, n - 1) };
}

/** Sum of t^3 - t over groups of t equal values. */
function tieCorrection(values: readonly number[]): number {
  const times = new Map<number, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
}
