import { type Alternative, pOfTails } from "../alternative.ts";
import { binomialTail } from "../binomial-distribution.ts";
import type { Undefined } from "../estimate.ts";

/**
 * The exact sign test (Arbuthnott 1710; Conover 1999, 3.4): of n differences that are not 0, is positive as likely as negative? Binomial
 * with probability 1/2; asks nothing of how large differences are.
 *
 * @param positive in 0..n @param n differences that are not 0 @returns undefined `all_differences_zero` for n = 0
 */
export function signTest(
  positive: number,
  n: number,
  alternative: Alternative = "two-sided",
): { p: number } | Undefined {
  if (!(positive >= 0 && positive <= n)) throw new RangeError(`${positive} of ${n} is not a count of signs.`);
  if (n === 0) return { undefined: "all_differences_zero" };
  // As many negative ones have the same chances.
  return { p: pOfTails(binomialTail(positive, n, 0.5), binomialTail(n - positive, n, 0.5), alternative) };
}
