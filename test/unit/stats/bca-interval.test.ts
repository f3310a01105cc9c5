import { describe, expect, it } from "vitest";
import { type BcaInterval, bcaInterval, jackknife } from "#lib/stats/bca-interval.ts";
import { bootstrapError, drawUnits, percentileInterval, replicate } from "#lib/stats/bootstrap.ts";
import { meanAt } from "#lib/stats/bootstrap-mean.ts";
import { createRandom } from "#lib/tensor/random.ts";

const replicates = Float64Array.from({ length: 999 }, (_, i) => i - 499);

describe("the BCa interval", () => {
  it("is the percentile interval without bias and acceleration", () => {
    const found = bcaInterval(0, replicates, Float64Array.of(-1, 0, 1), 0.95);
    const { low, high } = percentileInterval(replicates, 0.95);
    expect(found).toEqual({
      low: expect.closeTo(low, 9),
      high: expect.closeTo(high, 9),
      bias: 0,
      acceleration: 0,
      levels: [expect.closeTo(0.025, 12), expect.closeTo(0.975, 12)],
    });
  });

  it("moves to where the value lies among its resamples", () => {
    const above = bcaInterval(100, replicates, Float64Array.of(-1, 0, 1), 0.95) as BcaInterval;
    const below = bcaInterval(-100, replicates, Float64Array.of(-1, 0, 1), 0.95) as BcaInterval;
    expect(above.bias).toBeGreaterThan(0.2);
    expect(above.low).toBeGreaterThan(-475);
    expect(below.high).toBeCloseTo(-above.low, 9);
    expect(below.bias).toBeCloseTo(-above.bias, 12);
  });

  it("follows the long tail of skewed values, on which the acceleration is the skewness / (6 sqrt n)", () => {
    const random = createRandom("skewed");
    const values = Float64Array.from({ length: 40 }, () => -Math.log(1 - random.uniform()));
    const at = (indices: Int32Array) => meanAt(values, indices);
    const mean = at(Int32Array.from(values.keys()));
    const moment = (k: number) => values.reduce((sum, value) => sum + (value - mean) ** k, 0) / 40;
    const means = replicate(40, 2000, drawUnits(createRandom("draws"), 40), at);
    const found = bcaInterval(mean, means, jackknife(40, at), 0.95) as BcaInterval;
    expect(found.acceleration).toBeCloseTo(moment(3) / moment(2) ** 1.5 / (6 * Math.sqrt(40)), 12);
    const percentile = percentileInterval(means, 0.95);
    expect(found.high).toBeGreaterThan(percentile.high);
    expect(found.low).toBeGreaterThan(percentile.low);
  });

  it("takes units as they come: three times the value is three times the interval, and back", () => {
    const jackknifed = Float64Array.of(1, 2, 4, 9);
    const times = (values: Float64Array, by: number) => values.map((value) => value * by);
    const [one, minus] = [1, -3].map(
      (by) => bcaInterval(50 * by, times(replicates, by), times(jackknifed, by), 0.9) as BcaInterval,
    );
    expect(minus.low).toBeCloseTo(-3 * one.high, 6);
    expect(minus.high).toBeCloseTo(-3 * one.low, 6);
  });

  it("says why there is none", () => {
    const constant = jackknife(3, (indices) => meanAt(Float64Array.of(0.1, 0.1, 0.1), indices));
    expect(bcaInterval(0, replicates, constant, 0.95)).toEqual({ undefined: "zero_variance" });
    expect(
      bcaInterval(
        0,
        replicates,
        jackknife(1, (rest) => 1 / rest.length - 1 / rest.length),
        0.95,
      ),
    ).toEqual({
      undefined: "zero_variance",
    });
    const outside = { undefined: "outside_replicates" };
    expect(bcaInterval(600, replicates, Float64Array.of(1, 2), 0.95)).toEqual(outside);
    expect(bcaInterval(-600, replicates, Float64Array.of(1, 2), 0.95)).toEqual(outside);
    // One unit of a thousand carries all: a = .157, and z0 + z reaches 1 / a at a level near 1.
    const heavy = Float64Array.from({ length: 100 }, (_, i) => (i === 0 ? -1 : 0));
    expect(bcaInterval(498, replicates, heavy, 0.9999)).toEqual(outside);
  });
});

describe("the bootstrap's standard error", () => {
  it("is the deviation of the replicates", () => {
    expect(bootstrapError(Float64Array.of(1, 2, 3, 4))).toBeCloseTo(Math.sqrt(5 / 3), 12);
    expect(() => bootstrapError(Float64Array.of(1))).toThrow(RangeError);
  });
});

it("leaves out each unit in turn", () => {
  const left: number[][] = [];
  jackknife(3, (indices) => left.push([...indices]));
  expect(left).toEqual([
    [1, 2],
    [0, 2],
    [0, 1],
  ]);
});
