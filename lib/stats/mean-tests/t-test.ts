import { DEFAULT_LEVEL } from "../bootstrap.ts";
import type { Interval, Undefined } from "../estimate.ts";
import { tQuantile, tTwoSidedP } from "../student-t.ts";
import type { StandardError } from "./standard-error.ts";

/** A mean, or a difference of means, with its interval, and the two-sided p value that it is what was claimed. */
export interface TTest extends Interval {
  t: number;
  df: number;
  p: number;
}

/**
 * Student's t test (1908) with its interval: t = (value - mu) / se, and value -+ se times the quantile of t. Which test it is follows from
 * the standard error: `tTest(meanError(x), mu)` of one sample, `tTest(pairedError(x, z))` of pairs, `tTest(pooledError(x, y))` Student's
 * and `tTest(welchError(x, y))` Welch's (1947) of independent samples. Assumes independent values (of pairs: differences) whose
 * mean is near normal; Student's of two samples also equal variances.
 *
 * @param error passed on when undefined @param mu the mean or difference that was claimed
 */
export function tTest(error: StandardError | Undefined, mu = 0, level = DEFAULT_LEVEL): TTest | Undefined {
  if ("undefined" in error) return error;
  const { value, se, df, n } = error;
  const t = (value - mu) / se;
  const half = tQuantile(level, df) * se;
  return { value, low: value - half, high: value + half, n, t, df, p: tTwoSidedP(t, df) };
}
