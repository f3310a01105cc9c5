import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cohenD, cohenDz, hedgesG } from "#lib/stats/mean-tests/cohen-d.ts";

const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 12 });
const sizeOf = (found: { value: number } | { undefined: string }) =>
  "undefined" in found ? Number.NaN : found.value;

describe("effect sizes", () => {
  it("are differences in standard deviations", () => {
    // Both sides have standard deviation 1, the differences 1.
    expect(sizeOf(cohenD([1, 2, 3], [3, 4, 5]))).toBeCloseTo(-2, 12);
    expect(sizeOf(cohenDz([1, 3, 5], [0, 1, 2]))).toBeCloseTo(2, 12);
  });

  it("turn with their sides and do not ask for units", () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const found = cohenD(x, y);
        const changed = cohenD(
          y.map((value) => value / 7 + 3),
          x.map((value) => value / 7 + 3),
        );
        if ("undefined" in found) {
          expect(changed).toEqual(found);
          return;
        }
        expect(sizeOf(changed)).toBeCloseTo(-found.value, 8);
      }),
    );
  });

  it("have Hedges' correction: 1 / sqrt pi with 2 degrees of freedom, 8 / 11 by the approximation with 3", () => {
    const [x, y] = [
      [0, 1],
      [2, 5],
    ];
    expect(sizeOf(hedgesG(x, y)) / sizeOf(cohenD(x, y))).toBeCloseTo(1 / Math.sqrt(Math.PI), 12);
    expect(sizeOf(hedgesG([...x, 1], y, "approximate")) / sizeOf(cohenD([...x, 1], y))).toBeCloseTo(
      8 / 11,
      12,
    );
  });

  it("have hardly a correction for many values", () => {
    const x = Array.from({ length: 500 }, (_, i) => i);
    const y = x.map((value) => value + 40);
    for (const correction of ["exact", "approximate"] as const)
      expect(sizeOf(hedgesG(x, y, correction)) / sizeOf(cohenD(x, y))).toBeCloseTo(1 - 3 / 3991, 6);
  });

  it("say why there is none", () => {
    expect(cohenDz([1], [0])).toEqual({ undefined: "too_few_points" });
    expect(cohenDz([1, 2], [0, 1])).toEqual({ undefined: "zero_variance" });
    expect(cohenD([1], [1, 2])).toEqual({ undefined: "too_few_points" });
    expect(hedgesG([1, 1], [2, 2])).toEqual({ undefined: "zero_variance" });
  });
});
