import type { Value } from "../estimate.ts";
import { meanSquares } from "./mean-squares.ts";

/**
 * Cronbach's alpha (1951), of raters as the parts of a test: how far their sum would order the items as the sum of as many
 * others like them.
 *
 *   alpha = k / (k - 1) (1 - sum_j var_j / var of the sum) = 1 - E / R
 *
 * with R and E the mean squares of items and of error (Hoyt 1941). At most 1, without lower bound; equals ICC(C,k). It grows with the number of raters, so it is not agreement.
 *
 * @param ratings items x raters, complete @returns undefined `fewer_than_two_raters`, `fewer_than_two_items`, `no_variation` (all
 * items have the same sum)
 */
export function cronbachAlpha(ratings: readonly (readonly number[])[]): Value {
  if (ratings.length > 0 && ratings[0].length < 2) return { undefined: "fewer_than_two_raters" };
  if (ratings.length < 2) return { undefined: "fewer_than_two_items" };
  const { rows, error } = meanSquares(ratings);
  return rows === 0 ? { undefined: "no_variation" } : { value: 1 - error / rows };
}
