import type { Value } from "../estimate.ts";

/**
 * Cronbach's alpha (1951), of raters as the parts of a test: how far their sum would order the items as the sum of as many
 * others like them.
 *
 *   alpha = k / (k - 1) (1 - sum_j var_j / var of the sum)
 *
 * At most 1, without lower bound; equals ICC(C,k). It grows with the number of raters, so it is not agreement.
 *
 * @param ratings items x raters, complete @returns undefined `fewer_than_two_raters`, `fewer_than_two_items`, `no_variation` (all
 * items have the same sum)
 */
export function cronbachAlpha(ratings: readonly (readonly number[])[]): Value {
  if (ratings.length > 0 && ratings[0].length < 2) return { undefined: "fewer_than_two_raters" };
  if (ratings.length < 2) return { undefined: "fewer_than_two_items" };
  const k = ratings[0].length;
  if (ratings.some((row) => row.length !== k)) throw new RangeError("Every rater rated every item.");
  const whole = variance(ratings.map((row) => row.reduce((sum, value) => sum + value, 0)));
  if (whole === 0) return { undefined: "no_variation" };
  const parts = ratings[0].reduce((sum, _, j) => sum + variance(ratings.map((row) => row[j])), 0);
  return { value: (k / (k - 1)) * (1 - parts / whole) };
}

/** With n - 1 in the denominator. */
function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
