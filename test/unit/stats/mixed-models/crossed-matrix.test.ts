import { describe, expect, it } from "vitest";
import { cholesky } from "#lib/stats/mixed-models/cholesky.ts";
import { type CrossedMatrix, factoriseCrossed } from "#lib/stats/mixed-models/crossed-matrix.ts";
import { createRandom } from "#lib/tensor/random.ts";

/** I + Z'Z of random showings: positive definite whatever was shown to whom. */
function drawMatrix(rows: number, columns: number, seed: number): CrossedMatrix {
  const random = createRandom(seed);
  const matrix = {
    first: new Float64Array(rows).fill(1),
    second: new Float64Array(columns).fill(1),
    cross: new Float64Array(rows * columns),
  };
  for (let showing = 0; showing < 2 * rows * columns; showing++) {
    const [r, i, weight] = [random.integer(rows), random.integer(columns), random.uniform()];
    matrix.first[r] += weight;
    matrix.second[i] += weight;
    matrix.cross[r * columns + i] += weight;
  }
  return matrix;
}

/** The same matrix written out. */
function dense({ first, second, cross }: CrossedMatrix): Float64Array {
  const [rows, n] = [first.length, first.length + second.length];
  return Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n].sort((a, b) => a - b);
    if (i === j) return i < rows ? first[i] : second[i - rows];
    return i < rows && j >= rows ? cross[i * second.length + j - rows] : 0;
  });
}

const close = (values: Iterable<number>) => [...values].map((value) => expect.closeTo(value, 11));

describe("factoriseCrossed", () => {
  it.each([
    [5, 3],
    [3, 5],
    [4, 4],
    [6, 1],
    [1, 6],
  ])("agrees with the factorisation of the whole matrix, %i by %i levels", (rows, columns) => {
    const matrix = drawMatrix(rows, columns, 10 * rows + columns);
    const n = rows + columns;
    const whole = cholesky(dense(matrix), n)!;
    const found = factoriseCrossed(matrix)!;
    expect(found.logDeterminant).toBeCloseTo(whole.logDeterminant, 11);

    const b = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
    const x = found.solve({ first: b.subarray(0, rows), second: b.subarray(rows) });
    expect([...x.first, ...x.second]).toEqual(close(whole.solve(b)));

    const inverse = whole.inverse();
    const diagonal = Array.from({ length: n }, (_, i) => inverse[i * (n + 1)]);
    const got = found.inverse();
    expect([...got.first, ...got.second]).toEqual(close(diagonal));
    const between = Array.from(got.cross, (_, k) => {
      const [r, i] = [Math.floor(k / columns), k % columns];
      return inverse[r * n + rows + i];
    });
    expect([...got.cross]).toEqual(close(between));
  });

  it("finds out a matrix that is not positive definite, in either part", () => {
    const matrix = (first: number, second: number): CrossedMatrix => ({
      first: Float64Array.of(first),
      second: Float64Array.of(second),
      cross: Float64Array.of(1),
    });
    expect(factoriseCrossed(matrix(0, 1))).toBeNull();
    expect(factoriseCrossed(matrix(1, 1))).toBeNull();
    expect(factoriseCrossed(matrix(2, 1))).not.toBeNull();
  });
});
