import { spearman } from "../correlation.ts";
import type { Undefined } from "../estimate.ts";
import { mean } from "../mean.ts";

export interface NoiseCeiling {
  /** Each rater with the mean of the others: what the best prediction reaches at least. */
  lower: number;
  /** Each rater with the mean of all, themselves included: what no prediction exceeds. */
  upper: number;
  /** The correlations that `lower` is the mean of, one a rater. */
  leaveOneOut: number[];
  /** Raters that are in the means; one who gave every item the same has no order and is left out. */
  raters: number;
}

/**
 * Noise ceiling of raters' orders of items (Nili et al. 2014): the range in which a measure that predicts people would lie, in
 * Spearman correlation with each of them. A metric between the bounds is as good as people are alike.
 *
 * @param ratings items x raters, complete @returns undefined `too_few_points` (fewer than three items), `fewer_than_two_raters`
 */
export function noiseCeiling(ratings: readonly (readonly number[])[]): NoiseCeiling | Undefined {
  if (ratings.length < 3) return { undefined: "too_few_points" };
  if (ratings.some((row) => row.length !== ratings[0].length))
    throw new RangeError("Every rater rated every item.");
  const columns = ratings[0].map((_, j) => ratings.map((row) => row[j]));
  const ordered = columns.filter((column) => column.some((value) => value !== column[0]));
  if (ordered.length < 2) return { undefined: "fewer_than_two_raters" };
  const all = meanColumn(ordered);
  const leaveOneOut = ordered.flatMap((column, j) =>
    correlation(column, meanColumn(ordered.filter((_, other) => other !== j))),
  );
  const withAll = ordered.flatMap((column) => correlation(column, all));
  if (leaveOneOut.length === 0 || withAll.length === 0) return { undefined: "no_variation" };
  return { lower: mean(leaveOneOut), upper: mean(withAll), leaveOneOut, raters: ordered.length };
}

/** Nothing where the others' mean is the same for every item. */
function correlation(a: readonly number[], b: readonly number[]): number[] {
  const found = spearman(a, b);
  return "undefined" in found ? [] : [found.value];
}

function meanColumn(columns: readonly (readonly number[])[]): number[] {
  return columns[0].map((_, i) => mean(columns.map((column) => column[i])));
}
