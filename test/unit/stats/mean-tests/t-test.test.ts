import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equivalenceTest } from "#lib/stats/mean-tests/equivalence-test.ts";
import { meanError, pairedError, pooledError, welchError } from "#lib/stats/mean-tests/standard-error.ts";
import { type TTest, tTest } from "#lib/stats/mean-tests/t-test.ts";

/** Hours of sleep gained by ten patients on each of two drugs: Student 1908, section IX. */
const DEXTRO = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const LAEVO = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 12 });

describe("the t test", () => {
  it("has Student's (1908) figures, paired, and Welch's of the same hours", () => {
    expect(tTest(pairedError(DEXTRO, LAEVO))).toEqual({
      value: expect.closeTo(-1.58, 12),
      t: expect.closeTo(-4.0621, 4),
      df: 9,
      p: expect.closeTo(0.002833, 6),
      low: expect.closeTo(-2.4598858, 6),
      high: expect.closeTo(-0.7001142, 6),
      n: 10,
    });
    expect(tTest(welchError(DEXTRO, LAEVO))).toEqual({
      value: expect.closeTo(-1.58, 12),
      t: expect.closeTo(-1.8608, 4),
      df: expect.closeTo(17.776, 3),
      p: expect.closeTo(0.07939, 5),
      low: expect.closeTo(-3.3654832, 6),
      high: expect.closeTo(0.2054832, 6),
      n: 20,
    });
  });

  it("is of equally many the same t by either error of two samples; Student's has more degrees of freedom", () => {
    const [student, welch] = [tTest(pooledError(DEXTRO, LAEVO)), tTest(welchError(DEXTRO, LAEVO))] as TTest[];
    expect(student.t).toBeCloseTo(welch.t, 12);
    expect(student.df).toBe(18);
  });

  it("is of pairs the test of one sample of differences", () => {
    const differences = DEXTRO.map((value, i) => value - LAEVO[i]);
    expect(tTest(pairedError(DEXTRO, LAEVO))).toEqual(tTest(meanError(differences)));
  });

  it("has an interval that holds what it does not reject", () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: -20, max: 20 }), (x, mu) => {
        const found = tTest(meanError(x), mu + 0.5, 0.9);
        if ("undefined" in found) return;
        if (Math.abs(found.p - 0.1) < 1e-6) return;
        expect(found.low < mu + 0.5 && mu + 0.5 < found.high).toBe(found.p > 0.1);
      }),
    );
  });

  it("turns with its sides and moves with neither", () => {
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: -9, max: 9 }), (x, y, by) => {
        for (const error of [pooledError, welchError]) {
          const found = tTest(error(x, y));
          const moved = tTest(
            error(
              y.map((value) => value + by),
              x.map((value) => value + by),
            ),
          );
          if ("undefined" in found || "undefined" in moved) {
            expect(moved).toEqual(found);
            continue;
          }
          expect(moved.t).toBeCloseTo(-found.t, 8);
          expect(moved.p).toBeCloseTo(found.p, 8);
        }
      }),
    );
  });

  it("says why there is none, rounding aside", () => {
    expect(tTest(pairedError([1], [0]))).toEqual({ undefined: "too_few_points" });
    expect(tTest(welchError([1, 2], [0]))).toEqual({ undefined: "too_few_points" });
    expect(tTest(pooledError([1], [0, 1]))).toEqual({ undefined: "too_few_points" });
    // 0.3 - 0.2 and 0.2 - 0.1 differ in their last digits.
    expect(tTest(pairedError([0.3, 0.2], [0.2, 0.1]))).toEqual({ undefined: "zero_variance" });
    expect(tTest(welchError([1, 1], [2, 2]))).toEqual({ undefined: "zero_variance" });
    expect(tTest(welchError([1, 1], [2, 3]))).toMatchObject({ value: -1.5, df: 1 });
    expect(() => pairedError([1, 2], [1])).toThrow("same units");
  });
});

describe("the test of equivalence", () => {
  it("shows it when the 1 - 2 alpha interval lies within the bounds, and only then", () => {
    fc.assert(
      fc.property(
        sample,
        fc.integer({ min: -10, max: 9 }),
        fc.integer({ min: 1, max: 15 }),
        (x, low, width) => {
          const found = equivalenceTest(meanError(x), low, low + width);
          const interval = tTest(meanError(x), 0, 0.9);
          if ("undefined" in found || "undefined" in interval) return;
          if (Math.abs(found.p - 0.05) < 1e-6) return;
          expect(found.p < 0.05).toBe(low < interval.low && interval.high < low + width);
        },
      ),
    );
  });

  it("is the larger of two one-sided tests", () => {
    // Mean 0, s / sqrt n = 1 with 2 degrees of freedom: P(T > t) = (1 - t / sqrt(2 + t^2)) / 2.
    const values = [-Math.sqrt(3), 0, Math.sqrt(3)];
    const tail = (t: number) => (1 - t / Math.sqrt(2 + t * t)) / 2;
    expect(equivalenceTest(meanError(values), -2, 5)).toEqual({
      p: expect.closeTo(tail(2), 10),
      df: 2,
      low: { t: expect.closeTo(2, 10), p: expect.closeTo(tail(2), 10) },
      high: { t: expect.closeTo(-5, 10), p: expect.closeTo(tail(5), 10) },
    });
  });

  it("says why there is none, and refuses bounds with nothing between", () => {
    expect(equivalenceTest(meanError([1, 1]), -1, 1)).toEqual({ undefined: "zero_variance" });
    expect(() => equivalenceTest(meanError([1, 2]), 1, 1)).toThrow(RangeError);
  });
});
