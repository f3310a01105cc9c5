import { DEFAULT_LEVEL } from "./bootstrap.ts";
import type { Estimate } from "./estimate.ts";
import { tTwoSidedP } from "./student-t.ts";

/** Mean and sample standard deviation of n independent values. */
export interface Moments {
  mean: number;
  /** With n - 1 in the denominator; null with fewer than two values. */
  sd: number | null;
  n: number;
}

/**
 * Student's interval mean +- t sd / sqrt(n), t the (1 + level) / 2 quantile with n - 1 degrees of freedom. For many means at once,
 * such as the points of a curve, where a bootstrap of each costs more than it tells.
 */
export function meanInterval({ mean, sd, n }: Moments, level = DEFAULT_LEVEL): Estimate {
  if (n === 0) return { undefined: "no_values" };
  if (n === 1 || sd === null) return { undefined: "fewer_than_two_values" };
  const half = (tQuantile(level, n - 1) * sd) / Math.sqrt(n);
  return { value: mean, low: mean - half, high: mean + half, n };
}

/** The t with P(|T| <= t) = level, by bisection to 1e-10 relative. */
export function tQuantile(level: number, df: number): number {
  let low = 0;
  let high = 1;
  while (tTwoSidedP(high, df) > 1 - level) high *= 2;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (tTwoSidedP(middle, df) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
