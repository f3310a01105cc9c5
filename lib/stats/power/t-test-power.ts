import type { Undefined } from "../estimate.ts";
import { noncentralTBelow } from "../noncentral-t.ts";
import { normalQuantile } from "../normal-distribution.ts";
import { tQuantile } from "../student-t.ts";
import { solveIncreasing } from "./solve-increasing.ts";

/** "paired": n differences. "independent": n values in each of two groups. */
export type TTestDesign = "paired" | "independent";

export interface PlannedTest {
  /** Difference of the means in standard deviations: of the differences (paired, d_z), or within a group (independent, d). */
  effect: number;
  /** Two-sided level of the test, in (0, 1). */
  alpha: number;
}

/** More than any study; an effect that needs more is none. */
const MOST = 1e9;

/**
 * Power of the two-sided t test (Cohen 1988, chapter 2): with the noncentral t of delta = d sqrt(n) and n - 1 degrees of freedom, or
 * d sqrt(n/2) and 2n - 2 for two groups,
 *
 *   P(|T| > t_{1-alpha/2}).
 *
 * @param n pairs, or values in each group: above 1, whole or not
 */
export function tTestPower({ effect, alpha }: PlannedTest, n: number, design: TTestDesign): number {
  if (!(n > 1)) throw new RangeError(`A t test needs more than one value, not ${n}.`);
  const [df, delta] =
    design === "paired" ? [n - 1, effect * Math.sqrt(n)] : [2 * n - 2, effect * Math.sqrt(n / 2)];
  const critical = tQuantile(1 - alpha, df);
  return noncentralTBelow(-critical, df, delta) + noncentralTBelow(-critical, df, -delta);
}

/**
 * The n at which the t test has this power, as a real number above 1: what is to be recruited is the next whole one.
 *
 * @param power above alpha, below 1 @returns undefined `no_effect` for an effect of 0, or one too small for any study
 */
export function tTestSampleSize(
  planned: PlannedTest,
  power: number,
  design: TTestDesign,
): { value: number } | Undefined {
  checkPower(planned, power);
  const normal = normalSampleSize(planned, power);
  if ("undefined" in normal) return normal;
  const groups = design === "paired" ? 1 : 2;
  const reached = (n: number) => tTestPower(planned, n, design);
  // Below about two values the power comes from the shape of t alone, and need not rise with n.
  const least = 1.5;
  if (reached(least) >= power) return { value: least };
  return { value: solveIncreasing(reached, power, [least, 2 * groups * normal.value + 200]) };
}

/**
 * Its normal approximation, too small by about z_{1-alpha/2}^2 / 2: n = ((z_{1-alpha/2} + z_power) / d)^2 pairs.
 *
 * @returns undefined `no_effect`
 */
export function normalSampleSize(
  { effect, alpha }: PlannedTest,
  power: number,
): { value: number } | Undefined {
  checkPower({ effect, alpha }, power);
  const n = ((normalQuantile(1 - alpha / 2) + normalQuantile(power)) / effect) ** 2;
  return n < MOST ? { value: n } : { undefined: "no_effect" };
}

/**
 * Pairs for Wilcoxon's signed-rank test where the differences are normal: those of the t test by pi/3, the inverse of their
 * asymptotic relative efficiency. Whatever the shape, it needs at most 16 % more than the t test (Hodges and Lehmann 1956).
 *
 * @returns undefined `no_effect`
 */
export function wilcoxonSampleSize(planned: PlannedTest, power: number): { value: number } | Undefined {
  const t = tTestSampleSize(planned, power, "paired");
  return "undefined" in t ? t : { value: (t.value * Math.PI) / 3 };
}

function checkPower({ alpha }: PlannedTest, power: number): void {
  if (!(alpha > 0 && alpha < power && power < 1))
    throw new RangeError(`No sample gives a test of level ${alpha} the power ${power}.`);
}
