import type { Undefined } from "../estimate.ts";
import { designEffect } from "./design-effect.ts";
import { type PlannedTest, tTestPower, tTestSampleSize } from "./t-test-power.ts";

/** The efficiency of Wilcoxon's signed-rank test beside the t test where differences are normal (Hodges and Lehmann 1956). */
const EFFICIENCY = 3 / Math.PI;

/** Two conditions that every rater judges, compared by the mean over raters of their difference within a rater. */
export interface WithinRaterPlan {
  /** The smallest difference of the means worth finding, in the measure's units. */
  readonly difference: number;
  /** SD of the difference of two answers, one of each condition by the same rater, same units, above 0. */
  readonly spread: number;
  /** Share of that variance which is between raters, in [0, 1]. */
  readonly correlation: number;
  /** Answers that one rater gives of each condition, 1 or more; need not be whole. */
  readonly answers: number;
  /** Two-sided level, in (0, 1). */
  readonly alpha: number;
}

/**
 * d_z, the difference in standard deviations of a rater's mean difference. Differences of one rater are clustered, so that m of them have
 * the variance of m / deff independent ones (`designEffect`):
 *
 *   d_z = delta / (D sqrt(deff / m)),  deff = 1 + (m - 1) rho
 *
 * More trials a rater help until what differs between raters, rho D^2, is all that is left.
 */
export function withinRaterEffect({ difference, spread, correlation, answers }: WithinRaterPlan): number {
  if (!(spread > 0 && correlation >= 0))
    throw new RangeError(`No rater's differences have the SD ${spread} and the correlation ${correlation}.`);
  return difference / (spread * Math.sqrt(designEffect(answers, correlation) / answers));
}

/**
 * Power of Wilcoxon's signed-rank test over raters: that of the t test with 3/pi of them.
 * @param raters who judge both conditions, 2 or more
 */
export function withinRaterPower(plan: WithinRaterPlan, raters: number): number {
  return tTestPower(testOf(plan), raters * EFFICIENCY, "paired");
}

/**
 * Raters that give this power, as a whole number, 2 or more.
 * @returns undefined `no_effect` for a difference of 0, or one too small for any study
 */
export function withinRaterSampleSize(plan: WithinRaterPlan, power: number): { value: number } | Undefined {
  const found = tTestSampleSize(testOf(plan), power, "paired");
  if ("undefined" in found) return found;
  return { value: Math.max(2, Math.ceil(found.value / EFFICIENCY)) };
}

/**
 * Power of the test of Mann and Whitney over raters who judge one condition each, by their mean answers: that of the t test with 3/pi of
 * them, the same efficiency. `spread` is here the SD of an answer within a condition, `correlation` the share of its variance between raters, and
 * d = delta / (SD sqrt(deff / m)).
 * @param raters of each condition, 2 or more
 */
export function betweenRaterPower(plan: WithinRaterPlan, raters: number): number {
  return tTestPower(testOf(plan), raters * EFFICIENCY, "independent");
}

/**
 * Raters of each condition that give this power, as a whole number, 2 or more.
 * @returns undefined `no_effect`
 */
export function betweenRaterSampleSize(plan: WithinRaterPlan, power: number): { value: number } | Undefined {
  const found = tTestSampleSize(testOf(plan), power, "independent");
  if ("undefined" in found) return found;
  return { value: Math.max(2, Math.ceil(found.value / EFFICIENCY)) };
}

const testOf = (plan: WithinRaterPlan): PlannedTest => ({
  effect: withinRaterEffect(plan),
  alpha: plan.alpha,
});
