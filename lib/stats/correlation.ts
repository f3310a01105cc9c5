import { type BootstrapOptions, bootstrap, DEFAULT_LEVEL } from "./bootstrap.ts";
import type { Estimate, Interval, Undefined } from "./estimate.ts";
import { normalQuantile } from "./normal-distribution.ts";
import { midranks } from "./ranks.ts";
import { spearmanOfDraws } from "./spearman-of-draws.ts";
import { tTwoSidedP } from "./student-t.ts";

/** A correlation with its interval and the two-sided p value of "no association". */
export interface Correlation extends Interval {
  p: number;
}

/**
 * Pearson's product-moment correlation. Interval by Fisher's z with standard error 1/sqrt(n-3);
 * p from t = r sqrt((n-2)/(1-r^2)) with n-2 degrees of freedom.
 *
 * @returns undefined `too_few_points` below 3 points, `no_variation` if either side is constant
 */
export function pearson(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  level = DEFAULT_LEVEL,
): Correlation | Undefined {
  if (x.length !== y.length)
    throw new Error(`Points have two sides: got ${x.length} and ${y.length} values.`);
  if (x.length < 3) return { undefined: "too_few_points" };
  const value = productMoment(x, y);
  return value === null ? { undefined: "no_variation" } : withInterval(value, x.length, level);
}

/**
 * Spearman's rank correlation: Pearson's on midranks (Spearman 1904), with the same interval and p value.
 * Example: mean human rating of the arms against an automatic metric of the same arms.
 */
export function spearman(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  level = DEFAULT_LEVEL,
): Correlation | Undefined {
  return pearson(midranks(x), midranks(y), level);
}

/**
 * Spearman's rank correlation with a percentile bootstrap interval that resamples the points; better than Fisher's z
 * when many ranks are tied. Resamples without variation are left out.
 */
export function bootstrapSpearman(
  x: readonly number[],
  y: readonly number[],
  options: BootstrapOptions,
): Estimate {
  const observed = spearman(x, y);
  if ("undefined" in observed) return observed;
  return bootstrap(observed.value, x.length, spearmanOfDraws(x, y), options);
}

function withInterval(value: number, n: number, level: number): Correlation {
  const p = Math.abs(value) >= 1 ? 0 : tTwoSidedP(value * Math.sqrt((n - 2) / (1 - value * value)), n - 2);
  if (Math.abs(value) >= 1) return { value, low: value, high: value, n, p };
  const half = normalQuantile((1 + level) / 2) / Math.sqrt(n - 3);
  const z = Math.atanh(value);
  return { value, low: Math.tanh(z - half), high: Math.tanh(z + half), n, p };
}

function productMoment(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  if (isConstant(x) || isConstant(y)) return null;
  const mx = mean(x);
  const my = mean(y);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
    xy += (x[i] - mx) * (y[i] - my);
  }
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** By comparing: the mean of equal values may differ from them in its last digit. */
function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
