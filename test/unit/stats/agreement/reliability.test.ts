import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronbachAlpha } from "#lib/stats/agreement/cronbach-alpha.ts";
import { noiseCeiling } from "#lib/stats/agreement/noise-ceiling.ts";
import { spearmanBrown, splitHalf } from "#lib/stats/agreement/split-half.ts";
import { fisherMean } from "#lib/stats/fisher-mean.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { numberOf } from "#test/support/number-of.ts";

const random = createRandom("reliability");
/** Items x raters: how good an item is plus what a rater's taste adds. */
const rated = (items: number, raters: number, noise: number) =>
  Array.from({ length: items }, () => {
    const own = random.normal();
    return Array.from({ length: raters }, () => own + noise * random.normal());
  });

describe("splitHalf", () => {
  it("steps up to what classical test theory says of the whole", () => {
    // Reliability of the mean of k raters: 1 / (1 + noise^2 / k) = 8 / 12.
    const ratings = rated(4000, 8, 2);
    const found = splitHalf(ratings, [0, 1, 0, 1, 0, 1, 0, 1], "pearson");
    if ("undefined" in found) throw new Error(found.undefined);
    expect(numberOf(found.reliability)).toBeCloseTo(8 / 12, 1);
    expect(found.correlation).toBeCloseTo(0.5, 1);
  });

  it("is the same whichever half is called first", () => {
    const ratings = rated(10, 5, 1);
    expect(splitHalf(ratings, [0, 0, 1, 1, 1])).toEqual(splitHalf(ratings, [1, 1, 0, 0, 0]));
  });

  it("says why there is none", () => {
    expect(splitHalf([[1, 2]], [0, 1])).toEqual({ undefined: "too_few_points" });
    expect(splitHalf(rated(4, 2, 1), [1, 1])).toEqual({ undefined: "fewer_than_two_raters" });
    expect(() => splitHalf([[1, 2]], [0])).toThrow(RangeError);
    const opposed = splitHalf(
      [
        [1, 3],
        [2, 2],
        [3, 1],
      ],
      [0, 1],
    );
    expect(opposed).toEqual({ correlation: -1, reliability: { undefined: "opposed_halves" } });
  });
});

describe("spearmanBrown", () => {
  it("keeps 0 and 1, and two steps are one", () => {
    expect(numberOf(spearmanBrown(0, 7))).toBe(0);
    expect(numberOf(spearmanBrown(1, 7))).toBe(1);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (r) => {
        const twice = numberOf(spearmanBrown(numberOf(spearmanBrown(r, 2)), 3));
        expect(twice).toBeCloseTo(numberOf(spearmanBrown(r, 6)), 10);
      }),
    );
  });
});

describe("noiseCeiling", () => {
  it("has its lower bound below its upper, and both at 1 for equal raters", () => {
    const found = noiseCeiling(rated(30, 6, 1));
    if ("undefined" in found) throw new Error(found.undefined);
    expect(found.lower).toBeLessThan(found.upper);
    expect(found.leaveOneOut).toHaveLength(6);
    expect(
      noiseCeiling([
        [1, 1],
        [2, 2],
        [5, 5],
      ]),
    ).toMatchObject({ lower: 1, upper: 1 });
  });

  it("leaves out a rater who gave every item the same", () => {
    const ratings = rated(12, 4, 1);
    const withIdle = ratings.map((row) => [...row, 3]);
    expect(noiseCeiling(withIdle)).toEqual(noiseCeiling(ratings));
  });

  it("says why there is none", () => {
    expect(noiseCeiling(rated(2, 3, 1))).toEqual({ undefined: "too_few_points" });
    expect(
      noiseCeiling([
        [1, 3],
        [2, 3],
        [3, 3],
      ]),
    ).toEqual({ undefined: "fewer_than_two_raters" });
    expect(
      noiseCeiling([
        [1, 3],
        [2, 2],
        [3, 1],
      ]),
    ).toMatchObject({ undefined: "no_variation" });
    expect(() => noiseCeiling([[1, 2], [1], [2]])).toThrow(RangeError);
  });
});

describe("Cronbach's alpha", () => {
  it("is k / (k - 1) (1 - sum of the raters' variances / variance of their sum)", () => {
    const variance = (values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    };
    const ratings = rated(11, 4, 1);
    const parts = [0, 1, 2, 3].map((j) => variance(ratings.map((row) => row[j])));
    const whole = variance(ratings.map((row) => row.reduce((sum, value) => sum + value, 0)));
    const share = parts.reduce((sum, part) => sum + part, 0) / whole;
    expect(numberOf(cronbachAlpha(ratings))).toBeCloseTo((4 / 3) * (1 - share), 10);
  });

  it("is 1 for raters who differ by their level only, and does not depend on scale or order", () => {
    const ratings = [1, 5, 2, 4].map((value) => [value, value + 1, value - 3]);
    expect(numberOf(cronbachAlpha(ratings))).toBeCloseTo(1, 12);
    const some = rated(9, 4, 1);
    const other = [...some].reverse().map((row) => [...row].reverse().map((value) => 10 - 2 * value));
    expect(numberOf(cronbachAlpha(other))).toBeCloseTo(numberOf(cronbachAlpha(some)), 10);
  });

  it("says why there is none", () => {
    expect(cronbachAlpha([[1], [2]])).toEqual({ undefined: "fewer_than_two_raters" });
    expect(cronbachAlpha([[1, 2]])).toEqual({ undefined: "fewer_than_two_items" });
    expect(
      cronbachAlpha([
        [1, 3],
        [3, 1],
      ]),
    ).toEqual({ undefined: "no_variation" });
  });
});

describe("fisherMean", () => {
  it("is between the least and the largest, further from 0 than the plain mean, and finite at 1", () => {
    expect(numberOf(fisherMean([0.2, 0.8]))).toBeGreaterThan(0.5);
    expect(numberOf(fisherMean([0.3, 0.3]))).toBeCloseTo(0.3, 12);
    expect(numberOf(fisherMean([1, 1]))).toBeCloseTo(0.999999, 9);
    expect(fisherMean([])).toEqual({ undefined: "no_values" });
  });
});
