import { pearson, spearman } from "../correlation.ts";
import type { Undefined, Value } from "../estimate.ts";
import { mean } from "../mean.ts";

export interface SplitHalf {
  /** Correlation of the items' means in one half of the raters with those in the other, in [-1, 1]. */
  correlation: number;
  /** Of the mean of all raters: Spearman and Brown's step from one half to the whole. */
  reliability: Value;
}

/**
 * Split-half reliability: two halves of the raters, how alike do their means order the items? Average over random halves; one says
 * little.
 *
 * @param ratings items x raters, complete @param half of each rater: 0 or 1 @param measure how the means are correlated
 * @returns undefined `fewer_than_two_raters` (a half is empty), `too_few_points` (fewer than three items), `no_variation`
 */
export function splitHalf(
  ratings: readonly (readonly number[])[],
  half: readonly number[],
  measure: "pearson" | "spearman" = "spearman",
): SplitHalf | Undefined {
  if (ratings.some((row) => row.length !== half.length))
    throw new RangeError("Every rater rated every item and is in a half.");
  if (!half.includes(0) || !half.includes(1)) return { undefined: "fewer_than_two_raters" };
  const means = [0, 1].map((side) => ratings.map((row) => mean(row.filter((_, j) => half[j] === side))));
  const found = (measure === "pearson" ? pearson : spearman)(means[0], means[1]);
  if ("undefined" in found) return found;
  return { correlation: found.value, reliability: spearmanBrown(found.value) };
}

/**
 * Reliability of a mean of `times` as many ratings (Spearman 1910; Brown 1910): times r / (1 + (times - 1) r).
 *
 * @param r reliability now, in [-1, 1] @returns undefined `opposed_halves` where r = -1 / (times - 1)
 */
export function spearmanBrown(r: number, times = 2): Value {
  const divisor = 1 + (times - 1) * r;
  return divisor === 0 ? { undefined: "opposed_halves" } : { value: (times * r) / divisor };
}
