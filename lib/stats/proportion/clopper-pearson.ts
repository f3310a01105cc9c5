import betaincinv from "@stdlib/math-base-special-betaincinv";
import { DEFAULT_LEVEL } from "../bootstrap.ts";
import type { Estimate } from "../estimate.ts";
import { requireCount } from "./wilson.ts";

/**
 * Share of successes with Clopper and Pearson's exact interval (1934): the shares that neither one-sided binomial test at (1 - level) / 2
 * rejects. With k of n and B the quantile of the beta distribution, low = B((1-level)/2; k, n-k+1), high = B((1+level)/2; k+1, n-k); exactly
 * 0 at k = 0 and 1 at k = n. Never below its level, so wider than Wilson's.
 *
 * @param successes in 0..n @returns undefined `no_values` for n = 0
 */
export function clopperPearson(successes: number, n: number, level = DEFAULT_LEVEL): Estimate {
  requireCount(successes, n);
  if (n === 0) return { undefined: "no_values" };
  const tail = (1 - level) / 2;
  const failures = n - successes;
  return {
    value: successes / n,
    low: successes === 0 ? 0 : betaincinv(tail, successes, failures + 1),
    high: failures === 0 ? 1 : betaincinv(tail, successes + 1, failures, true),
    n,
  };
}
