import { describe, expect, it } from "vitest";
import { simulatedPower } from "#lib/stats/power/simulated-power.ts";
import { tTestPower, wilcoxonSampleSize } from "#lib/stats/power/t-test-power.ts";
import {
  betweenRaterPower,
  betweenRaterSampleSize,
  withinRaterEffect,
  withinRaterPower,
  withinRaterSampleSize,
} from "#lib/stats/power/within-rater-power.ts";
import { wilcoxonSignedRank } from "#lib/stats/rank-tests/wilcoxon.ts";
import { createRandom } from "#lib/tensor/random.ts";

const plan = { difference: 0.5, spread: 1.5, correlation: 0.1, answers: 6, alpha: 0.05 };

describe("power within raters", () => {
  it("with one answer of each is that of the paired test with 3/pi of the raters", () => {
    const once = { ...plan, answers: 1 };
    expect(withinRaterEffect(once)).toBeCloseTo(1 / 3, 12);
    expect(withinRaterPower(once, 60)).toBeCloseTo(
      tTestPower({ effect: 1 / 3, alpha: 0.05 }, 180 / Math.PI, "paired"),
      12,
    );
    const known = wilcoxonSampleSize({ effect: 1 / 3, alpha: 0.05 }, 0.8) as { value: number };
    expect(withinRaterSampleSize(once, 0.8)).toEqual({ value: Math.ceil(known.value) });
  });

  it("knows what trials can't buy: d_z^2 is m / deff times that of one answer, at most 1 / rho times", () => {
    const { answers, correlation } = plan;
    const gain = withinRaterEffect(plan) ** 2 / withinRaterEffect({ ...plan, answers: 1 }) ** 2;
    expect(gain).toBeCloseTo(answers / (1 + (answers - 1) * correlation), 12);
    const endless = withinRaterEffect({ ...plan, answers: 1e9 }) ** 2;
    expect(endless / withinRaterEffect({ ...plan, answers: 1 }) ** 2).toBeCloseTo(1 / correlation, 5);
    const same = (answers: number) => withinRaterEffect({ ...plan, correlation: 1, answers });
    expect(same(50)).toBeCloseTo(same(1), 12);
  });

  it("is what Wilcoxon's test finds in drawn studies of such raters", () => {
    const raters = 25;
    const { difference, spread, correlation, answers } = plan;
    const found = simulatedPower(
      (random) => {
        const differences = Array.from({ length: raters }, () => {
          const own = difference + spread * Math.sqrt(correlation) * random.normal();
          let sum = 0;
          for (let i = 0; i < answers; i++)
            sum += own + spread * Math.sqrt(1 - correlation) * random.normal();
          return sum / answers;
        });
        return wilcoxonSignedRank(differences);
      },
      { random: createRandom("within raters"), alpha: 0.05, studies: 1500 },
    );
    expect(withinRaterPower(plan, raters)).toBeGreaterThan(0.5);
    expect(found).toMatchObject({ value: expect.closeTo(withinRaterPower(plan, raters), 1.3) });
  });

  it("between raters is that of two groups, with the same efficiency", () => {
    const once = { ...plan, answers: 1 };
    expect(betweenRaterPower(once, 60)).toBeCloseTo(
      tTestPower({ effect: 1 / 3, alpha: 0.05 }, 180 / Math.PI, "independent"),
      12,
    );
    const { value } = betweenRaterSampleSize(plan, 0.8) as { value: number };
    expect(betweenRaterPower(plan, value)).toBeGreaterThanOrEqual(0.8);
    expect(betweenRaterPower(plan, value - 1)).toBeLessThan(0.8);
  });

  it("has no sample size for no difference, and refuses what no raters have", () => {
    expect(withinRaterSampleSize({ ...plan, difference: 0 }, 0.8)).toEqual({ undefined: "no_effect" });
    expect(() => withinRaterEffect({ ...plan, spread: 0 })).toThrow(RangeError);
    expect(() => withinRaterEffect({ ...plan, correlation: -0.1 })).toThrow(RangeError);
  });
});
