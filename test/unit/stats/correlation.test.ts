import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapSpearman, pearson, spearman } from "#lib/stats/correlation.ts";
import type { Interval } from "#lib/stats/estimate.ts";
import { normalQuantile, normalTail } from "#lib/stats/normal-distribution.ts";
import { midranks } from "#lib/stats/ranks.ts";
import { tTwoSidedP } from "#lib/stats/student-t.ts";
import { createRandom } from "#lib/tensor/random.ts";

describe("midranks", () => {
  it("shares the mean rank among ties", () => {
    expect([...midranks([10, 20, 10, 5])]).toEqual([2.5, 4, 2.5, 1]);
  });

  it("has none for NaN", () => {
    expect(() => midranks([1, Number.NaN])).toThrow("NaN has no rank");
  });

  it("always sums to n(n+1)/2", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1 }), (xs) => {
        expect(midranks(xs).reduce((a, b) => a + b)).toBeCloseTo((xs.length * (xs.length + 1)) / 2, 9);
      }),
    );
  });
});

describe("spearman", () => {
  it("is 1 for any increasing relation, where pearson is not", () => {
    const x = [1, 2, 3, 4, 5, 6];
    const y = x.map((value) => Math.exp(value));
    expect(spearman(x, y)).toMatchObject({ value: 1, low: 1, high: 1, n: 6 });
    expect((pearson(x, y) as Interval).value).toBeLessThan(0.95);
  });

  it("turns its sign with either side and stays inside [-1, 1]", () => {
    const values = fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(values, (points) => {
        const x = points.map(([a]) => a);
        const y = points.map(([, b]) => b);
        const there = spearman(x, y);
        if ("undefined" in there) return;
        const back = spearman(
          x,
          y.map((value) => -value),
        ) as Interval;
        expect(back.value).toBeCloseTo(-there.value, 9);
        expect(Math.abs(there.value)).toBeLessThanOrEqual(1);
        expect(there.low).toBeLessThanOrEqual(there.value);
      }),
    );
  });

  it("does not take the last digit of a constant's mean for variation", () => {
    for (const correlation of [pearson, spearman])
      expect(correlation([0.1, 0.1, 0.1], [1, 2, 3])).toEqual({ undefined: "no_variation" });
  });

  it("has an interval from resampled points too", () => {
    const random = createRandom("points");
    const x = Array.from({ length: 60 }, () => random.normal());
    const y = x.map((value) => value + random.normal());
    const { value, low, high } = bootstrapSpearman(x, y, { random: createRandom(2) }) as Interval;
    const fisher = spearman(x, y) as Interval;
    expect(value).toBe(fisher.value);
    expect(Math.abs(low - fisher.low)).toBeLessThan(0.1);
    expect(Math.abs(high - fisher.high)).toBeLessThan(0.1);
    expect(low).toBeGreaterThan(0);
  });
});

describe("distributions", () => {
  it("has the textbook quantiles of the normal", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035489, 12);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalTail(-1)).toBeCloseTo(0.8413447460685429, 14);
  });

  it("inverts itself", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-10, max: 0.5, noNaN: true }), (p) => {
        expect(Math.abs(normalTail(-normalQuantile(p)) - p) / p).toBeLessThan(1e-9);
      }),
    );
  });

  it("gives the exact p values of t with one and two degrees of freedom", () => {
    expect(tTwoSidedP(1, 1)).toBeCloseTo(0.5, 13);
    expect(tTwoSidedP(Math.SQRT2, 2)).toBeCloseTo(1 - Math.SQRT1_2, 13);
  });
});
