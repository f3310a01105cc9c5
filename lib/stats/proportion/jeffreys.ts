import betaincinv from "@stdlib/math-base-special-betaincinv";
import { DEFAULT_LEVEL } from "../bootstrap.ts";
import type { Estimate } from "../estimate.ts";
import { requireCount } from "./wilson.ts";

/**
 * Share of successes with Jeffreys' interval: the central `level` of the posterior Beta(k + 1/2, n - k + 1/2) under his prior
 * Beta(1/2, 1/2) (Brown, Cai and DasGupta 2001). Plain: it reaches neither 0 nor 1, as theirs does at k = 0 and k = n.
 *
 * @param successes in 0..n @returns undefined `no_values` for n = 0
 */
export function jeffreys(successes: number, n: number, level = DEFAULT_LEVEL): Estimate {
  requireCount(successes, n);
  if (n === 0) return { undefined: "no_values" };
  const tail = (1 - level) / 2;
  const [a, b] = [successes + 0.5, n - successes + 0.5];
  return {
    value: successes / n,
    low: betaincinv(tail, a, b),
    high: betaincinv(tail, a, b, true),
    n,
  };
}
