import { DEFAULT_LEVEL } from "./bootstrap.ts";
import type { Estimate } from "./estimate.ts";
import { tQuantile } from "./student-t.ts";

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
