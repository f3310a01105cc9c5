import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Interval } from "#lib/stats/estimate.ts";
import { normalTail } from "#lib/stats/normal-distribution.ts";
import { designEffect } from "#lib/stats/power/design-effect.ts";
import { simulatedPower } from "#lib/stats/power/simulated-power.ts";
import { solveIncreasing } from "#lib/stats/power/solve-increasing.ts";
import {
  normalSampleSize,
  tTestPower,
  tTestSampleSize,
  wilcoxonSampleSize,
} from "#lib/stats/power/t-test-power.ts";
import { winRateSampleSize } from "#lib/stats/power/win-rate-power.ts";
import { tTwoSidedP } from "#lib/stats/student-t.ts";
import { createRandom, type Random } from "#lib/tensor/random.ts";

const size = (found: { value: number } | { undefined: string }) => (found as { value: number }).value;

describe("power of the t test", () => {
  it.each([
    [0.2, 0.05, 393],
    [0.5, 0.05, 64],
    [0.8, 0.05, 26],
    [0.2, 0.01, 586],
    [0.5, 0.01, 95],
    [0.8, 0.01, 38],
  ])(
    "needs as many in each group as Cohen (1992, table 2) says for d = %f at level %f: %i",
    (effect, alpha, n) => {
      expect(Math.round(size(tTestSampleSize({ effect, alpha }, 0.8, "independent")))).toBe(n);
    },
  );

  it("has at its sample size the power it was made for", () => {
    const share = fc.double({ min: 0.05, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 2, noNaN: true }), share, share, (effect, alpha, more) => {
        const power = alpha + more * (1 - alpha);
        for (const design of ["paired", "independent"] as const) {
          const n = size(tTestSampleSize({ effect, alpha }, power, design));
          if (n > 1.5) expect(tTestPower({ effect, alpha }, n, design)).toBeCloseTo(power, 8);
          else expect(tTestPower({ effect, alpha }, n, design)).toBeGreaterThanOrEqual(power);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is the level without an effect, the same for both signs, and grows with n", () => {
    expect(tTestPower({ effect: 0, alpha: 0.03 }, 12, "paired")).toBeCloseTo(0.03, 10);
    const power = (effect: number, n: number) => tTestPower({ effect, alpha: 0.05 }, n, "paired");
    expect(power(-0.4, 25)).toBeCloseTo(power(0.4, 25), 12);
    expect(power(0.4, 26)).toBeGreaterThan(power(0.4, 25));
    expect(power(0.4, 1000)).toBeCloseTo(1, 10);
  });

  it("comes close to its normal approximation from above, and Wilcoxon's test needs pi/3 of it", () => {
    const planned = { effect: 0.02, alpha: 0.05 };
    const t = size(tTestSampleSize(planned, 0.9, "paired"));
    const normal = size(normalSampleSize(planned, 0.9));
    expect(t).toBeGreaterThan(normal);
    expect(t - normal).toBeLessThan(3);
    expect(size(wilcoxonSampleSize(planned, 0.9))).toBeCloseTo((t * Math.PI) / 3, 8);
  });

  it("has no sample size for no effect, and refuses what cannot be planned", () => {
    const none = { effect: 0, alpha: 0.05 };
    expect(tTestSampleSize(none, 0.8, "paired")).toEqual({ undefined: "no_effect" });
    expect(normalSampleSize(none, 0.8)).toEqual({ undefined: "no_effect" });
    expect(wilcoxonSampleSize({ effect: 1e-7, alpha: 0.05 }, 0.8)).toEqual({ undefined: "no_effect" });
    expect(() => tTestSampleSize({ effect: 1, alpha: 0.5 }, 0.4, "paired")).toThrow(RangeError);
    expect(() => tTestPower({ effect: 1, alpha: 0.05 }, 1, "paired")).toThrow(RangeError);
  });
});

describe("winRateSampleSize", () => {
  it("gives the z test its power: normal shares of the null distribution and of the other meet there", () => {
    const [p, alpha, power] = [0.62, 0.05, 0.85];
    const n = size(winRateSampleSize({ rate: p, alpha }, power));
    const critical = 0.5 + 1.959963984540054 * Math.sqrt(0.25 / n);
    expect(normalTail((critical - p) / Math.sqrt((p * (1 - p)) / n))).toBeCloseTo(power, 10);
  });

  it("is the same for winning and for losing, and there is none for chance", () => {
    const of = (rate: number) => winRateSampleSize({ rate, alpha: 0.05 }, 0.8);
    expect(size(of(0.4))).toBeCloseTo(size(of(0.6)), 8);
    expect(of(0.5)).toEqual({ undefined: "no_effect" });
    expect(() => of(1)).toThrow(RangeError);
  });
});

describe("designEffect", () => {
  it("is the variance of a mean of k clusters of m over that of as many independent values", () => {
    for (const [k, m, rho] of [
      [5, 20, 0.1],
      [3, 4, 0.7],
      [9, 1, 0.3],
    ]) {
      const clustered = rho / k + (1 - rho) / (k * m);
      expect(designEffect(m, rho)).toBeCloseTo(clustered * k * m, 12);
    }
  });

  it("is 1 for independent answers, m for answers that repeat one, 0 for clusters that cancel out", () => {
    expect(designEffect(7, 0)).toBe(1);
    expect(designEffect(7, 1)).toBe(7);
    expect(designEffect(7, -1 / 6)).toBeCloseTo(0, 12);
    expect(() => designEffect(7, -0.5)).toThrow(RangeError);
    expect(() => designEffect(0.5, 0)).toThrow(RangeError);
    expect(() => designEffect(7, 1.1)).toThrow(RangeError);
  });
});

describe("simulatedPower", () => {
  /** The p value of a paired t test of n differences with mean `effect` and deviation 1. */
  const study = (effect: number, n: number) => (random: Random) => {
    const values = Array.from({ length: n }, () => effect + random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
    return { p: tTwoSidedP(mean / Math.sqrt(variance / n), n - 1) };
  };
  const options = { random: createRandom("power"), alpha: 0.05, studies: 2000 };

  it.each([0, 0.4, 0.7])("agrees with the formula of the t test at d = %f", (effect) => {
    const { value, low, high, n } = simulatedPower(study(effect, 20), options) as Interval;
    const power = tTestPower({ effect, alpha: 0.05 }, 20, "paired");
    // Five standard errors: a seed that fails by chance is one in a million.
    expect(Math.abs(value - power)).toBeLessThan(5 * Math.sqrt((power * (1 - power)) / 2000));
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(n).toBe(2000);
  });

  it("draws every study from a source of its own, whatever came before", () => {
    const drawn: number[] = [];
    simulatedPower(
      (random) => {
        drawn.push(random.uniform());
        return { p: 1 };
      },
      { ...options, studies: 3 },
    );
    expect(new Set(drawn).size).toBe(3);
    expect(drawn[2]).toBe(createRandom("power").fork(2).uniform());
  });

  it("counts a study without a test as one that found nothing", () => {
    expect(simulatedPower(() => ({ undefined: "no_variation" }), { ...options, studies: 10 })).toMatchObject({
      value: 0,
      n: 10,
    });
    expect(simulatedPower(study(0, 5), { ...options, studies: 0 })).toEqual({ undefined: "no_values" });
  });
});

describe("solveIncreasing", () => {
  it("finds where a function reaches a value", () => {
    expect(solveIncreasing((x) => x ** 3, 20, [0, 100])).toBeCloseTo(Math.cbrt(20), 10);
    expect(solveIncreasing(Math.log, 30, [1, 1e20])).toBeCloseTo(Math.exp(30), -3);
  });
});
