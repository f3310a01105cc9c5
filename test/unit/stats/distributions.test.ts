import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquareTail } from "#lib/stats/chi-square-distribution.ts";
import { fQuantile, fTail } from "#lib/stats/f-distribution.ts";
import { tTwoSidedP } from "#lib/stats/student-t.ts";

const df = fc.integer({ min: 1, max: 200 });

describe("the F distribution", () => {
  it("has the critical values of the printed tables", () => {
    expect(fQuantile(0.95, 3, 10)).toBeCloseTo(3.708, 3);
    expect(fQuantile(0.99, 5, 20)).toBeCloseTo(4.103, 3);
  });

  it("is with 2 and d degrees of freedom (1 + 2 f / d)^(-d / 2)", () => {
    fc.assert(
      fc.property(df, fc.double({ min: 0, max: 50, noNaN: true }), (d, f) => {
        const want = (1 + (2 * f) / d) ** (-d / 2);
        expect(Math.abs(fTail(f, 2, d) / want - 1)).toBeLessThan(1e-10);
      }),
    );
  });

  it("is that of t squared with 1 degree of freedom", () => {
    fc.assert(
      fc.property(df, fc.double({ min: 0, max: 20, noNaN: true }), (d, t) => {
        expect(fTail(t * t, 1, d)).toBeCloseTo(tTwoSidedP(t, d), 10);
      }),
    );
  });

  it("has a quantile that the tail takes back, for degrees of freedom that are not whole as well", () => {
    const some = fc.double({ min: 1, max: 200, noNaN: true });
    fc.assert(
      fc.property(some, some, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (d1, d2, p) => {
        expect(fTail(fQuantile(p, d1, d2), d1, d2)).toBeCloseTo(1 - p, 8);
      }),
    );
  });
});

describe("the chi-square distribution", () => {
  it("is with 2 degrees of freedom exp(-x / 2), far out as well", () => {
    for (const x of [0, 0.1, 3, 40, 300]) expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 10);
  });

  it("has the critical values of the printed tables", () => {
    expect(chiSquareTail(3.841, 1)).toBeCloseTo(0.05, 4);
    expect(chiSquareTail(23.209, 10)).toBeCloseTo(0.01, 4);
  });
});
