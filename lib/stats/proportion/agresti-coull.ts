import { DEFAULT_LEVEL } from "../bootstrap.ts";
import type { Estimate } from "../estimate.ts";
import { normalQuantile } from "../normal-distribution.ts";
import { requireCount } from "./wilson.ts";

/**
 * Share of successes with Agresti and Coull's interval (1998): Wald's about a share with z^2 / 2 successes and failures added,
 *
 *   p~ -+ z sqrt(p~ (1 - p~) / n~),   n~ = n + z^2,  p~ = (k + z^2 / 2) / n~,  z = normal quantile of (1+level)/2
 *
 * cut off at 0 and 1. It has Wilson's centre and is never narrower.
 *
 * @param successes in 0..n @returns undefined `no_values` for n = 0
 */
export function agrestiCoull(successes: number, n: number, level = DEFAULT_LEVEL): Estimate {
  requireCount(successes, n);
  if (n === 0) return { undefined: "no_values" };
  const z = normalQuantile((1 + level) / 2);
  const count = n + z * z;
  const centre = (successes + (z * z) / 2) / count;
  const half = z * Math.sqrt((centre * (1 - centre)) / count);
  return { value: successes / n, low: Math.max(0, centre - half), high: Math.min(1, centre + half), n };
}
