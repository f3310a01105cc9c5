import { describe, expect, it } from "vitest";
import { smoothingMatrix } from "#lib/explain/information/smoothing-matrix.ts";

describe("smoothingMatrix", () => {
  it("keeps a constant line constant, at any size", () => {
    for (const size of [1, 2, 3, 9]) {
      const matrix = smoothingMatrix(size, 1);
      for (let row = 0; row < size; row++) {
        const total = matrix.subarray(row * size, (row + 1) * size).reduce((a, b) => a + b);
        expect(total).toBeCloseTo(1, 6);
      }
    }
  });

  it("has the five taps of sigma 1 in the middle, and mirrors without repeating the edge", () => {
    const matrix = smoothingMatrix(9, 1);
    const taps = [0.05448868, 0.24420134, 0.40261995, 0.24420134, 0.05448868];
    taps.forEach((tap, i) => {
      expect(matrix[4 * 9 + 2 + i]).toBeCloseTo(tap, 6);
    });
    expect(matrix[0]).toBeCloseTo(taps[2], 6);
    expect(matrix[1]).toBeCloseTo(2 * taps[1], 6);
  });

  it("is the identity without smoothing", () => {
    expect([...smoothingMatrix(3, 0)]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });
});
