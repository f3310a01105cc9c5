import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapMean, bootstrapPairedDifference } from "#lib/stats/bootstrap-mean.ts";
import type { Interval } from "#lib/stats/estimate.ts";
import { createRandom } from "#lib/tensor/random.ts";

const options = () => ({ random: createRandom("bootstrap"), replicates: 400 });

describe("bootstrapMean", () => {
  it("is undefined, with the reason, without at least two values", () => {
    expect(bootstrapMean([], options())).toEqual({ undefined: "no_values" });
    expect(bootstrapMean([null, null], options())).toEqual({ undefined: "no_values" });
    expect(bootstrapMean([0.3, null], options())).toEqual({ undefined: "fewer_than_two_values" });
  });

  it("leaves missing values out of the mean and of n", () => {
    expect(bootstrapMean([1, null, 3], options())).toMatchObject({ value: 2, n: 2 });
  });

  it("keeps the interval between the extremes, around the mean", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 40 }),
        (xs) => {
          const { value, low, high, n } = bootstrapMean(xs, options()) as Interval;
          const slack = 1e-9 * Math.max(...xs.map(Math.abs), 1);
          expect(n).toBe(xs.length);
          expect(low).toBeGreaterThanOrEqual(Math.min(...xs) - slack);
          expect(high).toBeLessThanOrEqual(Math.max(...xs) + slack);
          expect(low).toBeLessThanOrEqual(value + slack);
          expect(high).toBeGreaterThanOrEqual(value - slack);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("covers the true mean about as often as it says", () => {
    const random = createRandom("coverage");
    let covered = 0;
    for (let trial = 0; trial < 300; trial++) {
      const sample = Array.from({ length: 40 }, () => random.normal());
      const { low, high } = bootstrapMean(sample, {
        random: random.fork(trial),
        replicates: 300,
      }) as Interval;
      if (low <= 0 && high >= 0) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.89);
    expect(covered / 300).toBeLessThan(0.985);
  });

  it("gives the same interval for the same seed and another for another seed", () => {
    const xs = [0.1, 0.7, 0.3, 0.9, 0.4];
    expect(bootstrapMean(xs, options())).toEqual(bootstrapMean(xs, options()));
    expect(bootstrapMean(xs, options())).not.toEqual(
      bootstrapMean(xs, { random: createRandom("other"), replicates: 400 }),
    );
  });
});

describe("bootstrapPairedDifference", () => {
  it("is exact when the difference is the same on every image, however much images differ", () => {
    const a = [0.9, 0.1, 0.5, 0.7];
    const b = a.map((value) => value - 0.25);
    const { value, low, high } = bootstrapPairedDifference(a, b, options()) as Interval;
    expect(value).toBeCloseTo(0.25, 12);
    expect(high - low).toBeLessThan(1e-12);
  });

  it("uses only the images that have both values", () => {
    expect(bootstrapPairedDifference([1, null, 3, 4], [0, 5, null, 2], options())).toMatchObject({
      value: 1.5,
      n: 2,
    });
  });

  it("refuses lists of different length", () => {
    expect(() => bootstrapPairedDifference([1], [1, 2], options())).toThrow(/same units/);
  });
});
