import type { Undefined } from "../estimate.ts";
import { tTail } from "../student-t.ts";
import type { StandardError } from "./standard-error.ts";

export interface EquivalenceTest {
  /** Of "not equivalent": the larger of the two. Below alpha, the mean lies within the bounds. */
  p: number;
  df: number;
  /** Against a mean at or below the lower bound, and against one at or above the upper. */
  low: { t: number; p: number };
  high: { t: number; p: number };
}

/**
 * Two one-sided t tests (Schuirmann 1987) that a mean or difference of means lies between bounds that were set beforehand: what a t test that
 * finds nothing does not show. Equal to asking whether the 1 - 2 alpha interval lies within the bounds.
 *
 *   t_low = (value - low) / se, p_low = P(T >= t_low)      t_high = (value - high) / se, p_high = P(T <= t_high)
 *
 * @param error `pairedError(x, z)`, `welchError(x, y)`, ...; passed on when undefined
 * @throws RangeError unless low < high
 */
export function equivalenceTest(
  error: StandardError | Undefined,
  low: number,
  high: number,
): EquivalenceTest | Undefined {
  if (!(low < high)) throw new RangeError(`No value lies between ${low} and ${high}.`);
  if ("undefined" in error) return error;
  const { value, se, df } = error;
  const [tLow, tHigh] = [(value - low) / se, (value - high) / se];
  const [pLow, pHigh] = [tTail(tLow, df), tTail(-tHigh, df)];
  return { p: Math.max(pLow, pHigh), df, low: { t: tLow, p: pLow }, high: { t: tHigh, p: pHigh } };
}
