import { describe, expect, it } from "vitest";
import { meanInterval } from "#lib/stats/mean-interval.ts";
import { tQuantile } from "#lib/stats/student-t.ts";

describe("meanInterval", () => {
  it("uses the quantiles of printed tables", () => {
    // Fisher and Yates 1963, table III, two-tailed .05 and .01.
    expect(tQuantile(0.95, 1)).toBeCloseTo(12.706, 3);
    expect(tQuantile(0.95, 9)).toBeCloseTo(2.262, 3);
    expect(tQuantile(0.95, 120)).toBeCloseTo(1.98, 3);
    expect(tQuantile(0.99, 9)).toBeCloseTo(3.25, 3);
  });

  it("gives the mean with its interval", () => {
    // 1, 2, 3, 4: mean 2.5, sd 1.290994, t(3) = 3.182446.
    expect(meanInterval({ mean: 2.5, sd: Math.sqrt(5 / 3), n: 4 })).toEqual({
      value: 2.5,
      low: expect.closeTo(0.445_74, 5),
      high: expect.closeTo(4.554_26, 5),
      n: 4,
    });
  });

  it("says why there is none", () => {
    expect(meanInterval({ mean: 0, sd: null, n: 0 })).toEqual({ undefined: "no_values" });
    expect(meanInterval({ mean: 1, sd: null, n: 1 })).toEqual({ undefined: "fewer_than_two_values" });
  });
});
