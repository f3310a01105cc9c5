import { describe, expect, it } from "vitest";
import { answerTerms, logistic, slopeOfGap } from "#lib/stats/mixed-models/cumulative-logit.ts";

const THRESHOLDS = [-1.5, 0.2, 0.9];
const terms = (category: number, eta: number, thresholds = THRESHOLDS) =>
  answerTerms(category, thresholds, eta, { logProbability: 0, upper: 0, lower: 0 });

describe("answerTerms", () => {
  it.each([-3, 0, 0.7, 4])("gives answers their shares of 1 at eta %f", (eta) => {
    const at = [0, ...THRESHOLDS.map((cut) => 1 / (1 + Math.exp(eta - cut))), 1];
    const chances = [0, 1, 2, 3].map((j) => Math.exp(terms(j, eta).logProbability));
    for (const [j, chance] of chances.entries()) expect(chance).toBeCloseTo(at[j + 1] - at[j], 12);
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
  });

  it("has A + B - 1 as the slope of its logarithm in eta", () => {
    const h = 1e-6;
    for (const j of [0, 1, 2, 3]) {
      const { upper, lower } = terms(j, 0.4);
      const slope = (terms(j, 0.4 + h).logProbability - terms(j, 0.4 - h).logProbability) / (2 * h);
      expect(upper + lower - 1).toBeCloseTo(slope, 8);
    }
  });

  it("loses no digits where a difference of probabilities would be 0", () => {
    // Far out the chance of the middle answer is e^(t_2 - eta) (1 - e^(t_1 - t_2)).
    const expected = 0.2 - 800 + Math.log(1 - Math.exp(-1.7));
    expect(terms(1, 800).logProbability).toBeCloseTo(expected, 10);
    expect(terms(1, -800).logProbability).toBeCloseTo(-1.5 * -1 - 800 + Math.log(1 - Math.exp(-1.7)), 10);
    expect(terms(1, 0, [0, 1e-12]).logProbability).toBeCloseTo(Math.log(1e-12 / 4), 3);
  });
});

describe("logistic", () => {
  it("is symmetric about 1/2 and ends at 0 and 1", () => {
    expect(logistic(0)).toBe(0.5);
    expect(logistic(2) + logistic(-2)).toBeCloseTo(1, 14);
    expect([logistic(Number.NEGATIVE_INFINITY), logistic(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
  });
});

describe("slopeOfGap", () => {
  it("is the slope of log(1 - e^-d)", () => {
    const f = (d: number) => Math.log(-Math.expm1(-d));
    for (const d of [0.01, 1, 5]) expect(slopeOfGap(d)).toBeCloseTo((f(d + 1e-6) - f(d - 1e-6)) / 2e-6, 4);
  });
});
