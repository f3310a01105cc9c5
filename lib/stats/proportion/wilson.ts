import { DEFAULT_LEVEL } from "../bootstrap.ts";
import type { Estimate } from "../estimate.ts";
import { normalQuantile } from "../normal-distribution.ts";

/**
 * Share of successes with Wilson's score interval (1927):
 *
 *   (p + z^2/2n ± z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n),   p = successes / n,  z = normal quantile of (1+level)/2
 *
 * Keeps its level near 0 and 1 and for small n, where p ± z sqrt(p(1-p)/n) does not: 10 of 10 gives [.72, 1], not [1, 1]
 * (Brown, Cai and DasGupta 2001).
 *
 * @param successes in 0..n @returns undefined `no_values` for n = 0
 */
export function wilson(successes: number, n: number, level = DEFAULT_LEVEL): Estimate {
  requireCount(successes, n);
  if (n === 0) return { undefined: "no_values" };
  const z2 = normalQuantile((1 + level) / 2) ** 2;
  const value = successes / n;
  const centre = (value + z2 / (2 * n)) / (1 + z2 / n);
  const half = Math.sqrt((z2 * value * (1 - value)) / n + (z2 / (2 * n)) ** 2) / (1 + z2 / n);
  return {
    value,
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === n ? 1 : Math.min(1, centre + half),
    n,
  };
}

/** @throws Error unless 0 <= successes <= n */
export function requireCount(successes: number, n: number): void {
  if (!(successes >= 0 && successes <= n))
    throw new Error(`${successes} of ${n} is not a count of successes.`);
}
