import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalTail } from "#lib/stats/normal-distribution.ts";
import { normalRangeQuantile, normalRangeTail } from "#lib/stats/normal-range.ts";

describe("the range of standard normals", () => {
  it("is of two the distance of two: 2 P(Z > q / sqrt 2), far out as well", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 40, noNaN: true }), (q) => {
        const want = 2 * normalTail(q / Math.SQRT2);
        expect(Math.abs(normalRangeTail(q, 2) / want - 1)).toBeLessThan(1e-11);
      }),
    );
  });

  it("has the critical values of the printed tables", () => {
    // Harter 1960, table of percentage points of the studentized range, infinite degrees of freedom.
    expect(normalRangeQuantile(0.95, 3)).toBeCloseTo(3.314, 3);
    expect(normalRangeQuantile(0.99, 3)).toBeCloseTo(4.12, 3);
    expect(normalRangeQuantile(0.95, 10)).toBeCloseTo(4.474, 3);
  });

  it("is surely at least 0, and wider of more", () => {
    for (const k of [2, 3, 10, 50]) {
      expect(normalRangeTail(0, k)).toBeCloseTo(1, 13);
      expect(normalRangeTail(2, k + 1)).toBeGreaterThan(normalRangeTail(2, k));
    }
  });
});
