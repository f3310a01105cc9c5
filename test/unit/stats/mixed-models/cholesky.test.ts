import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cholesky } from "#lib/stats/mixed-models/cholesky.ts";

/** B B' + I of entries in [-2, 2]: symmetric and positive definite. */
const positiveDefinite = fc.integer({ min: 1, max: 7 }).chain((n) =>
  fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: n * n, maxLength: n * n }).map((b) => {
    const matrix = Float64Array.from({ length: n * n }, (_, k) => {
      const [i, j] = [Math.floor(k / n), k % n];
      let sum = i === j ? 1 : 0;
      for (let l = 0; l < n; l++) sum += b[i * n + l] * b[j * n + l];
      return sum;
    });
    return { n, matrix };
  }),
);

const times = (matrix: Float64Array, x: ArrayLike<number>, n: number) =>
  Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[i * n + j] * x[j];
    return sum;
  });

describe("cholesky", () => {
  it("takes a matrix apart as by hand: [[4, 2], [2, 3]] = L L', L = [[2, 0], [1, sqrt 2]]", () => {
    const found = cholesky(Float64Array.of(4, 2, 2, 3), 2)!;
    expect(found.logDeterminant).toBeCloseTo(Math.log(8), 14);
    expect([...found.inverse()].map((x) => 8 * x)).toEqual([3, -2, -2, 4].map((x) => expect.closeTo(x, 13)));
    expect([...found.solve([8, 8])]).toEqual([1, 2].map((x) => expect.closeTo(x, 13)));
  });

  it("solves what it is asked, and its inverse is one", () => {
    fc.assert(
      fc.property(positiveDefinite, ({ n, matrix }) => {
        const found = cholesky(matrix, n)!;
        const b = Array.from({ length: n }, (_, i) => i - 1.5);
        const back = times(matrix, found.solve(b), n);
        for (let i = 0; i < n; i++) expect(back[i]).toBeCloseTo(b[i], 8);
        const inverse = found.inverse();
        for (let j = 0; j < n; j++) {
          const column = Array.from({ length: n }, (_, i) => inverse[i * n + j]);
          const unit = times(matrix, column, n);
          for (let i = 0; i < n; i++) expect(unit[i]).toBeCloseTo(i === j ? 1 : 0, 8);
        }
      }),
    );
  });

  it("finds out a matrix that is not positive definite", () => {
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
    expect(cholesky(Float64Array.of(1, 1, 1, 1), 2)).toBeNull();
    expect(cholesky(Float64Array.of(Number.NaN), 1)).toBeNull();
  });

  it("has determinant 1 for no unknowns", () => {
    expect(cholesky(new Float64Array(0), 0)?.logDeterminant).toBe(0);
  });
});
