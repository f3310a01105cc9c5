import type { Undefined } from "../estimate.ts";
import { normalQuantile } from "../normal-distribution.ts";

export interface PlannedWinRate {
  /** Share of comparisons that are won, in (0, 1). */
  rate: number;
  /** That of the null hypothesis; 1/2 by default: neither is better. */
  nullRate?: number;
  /** Two-sided level of the test, in (0, 1). */
  alpha: number;
}

/**
 * Comparisons that a one-sample test of a win rate p against p_0 needs, as a real number (Fleiss, Levin and Paik 2003,
 * chapter 2), z the normal quantile:
 *
 *   n = ((z_{1-alpha/2} sqrt(p_0 (1-p_0)) + z_power sqrt(p (1-p))) / (p - p_0))^2
 *
 * The comparisons must be independent; for several of one person multiply by the design effect.
 *
 * @returns undefined `no_effect` where the rates are the same
 */
export function winRateSampleSize(
  { rate, nullRate = 0.5, alpha }: PlannedWinRate,
  power: number,
): { value: number } | Undefined {
  for (const share of [rate, nullRate, alpha, power])
    if (!(share > 0 && share < 1)) throw new RangeError(`${share} is not between 0 and 1.`);
  if (rate === nullRate) return { undefined: "no_effect" };
  const deviation = (share: number) => Math.sqrt(share * (1 - share));
  const sum = normalQuantile(1 - alpha / 2) * deviation(nullRate) + normalQuantile(power) * deviation(rate);
  return { value: (sum / (rate - nullRate)) ** 2 };
}
