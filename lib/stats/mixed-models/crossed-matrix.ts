import { cholesky } from "./cholesky.ts";

/**
 * A symmetric matrix of two crossed factors, [[D, C], [C', E]]: D and E are diagonal (a level meets no other of its own factor),
 * C holds what is shared by a level of the first and one of the second, row-major [first, second].
 */
export interface CrossedMatrix {
  first: Float64Array;
  second: Float64Array;
  cross: Float64Array;
}

/** A vector over the levels of both factors. */
export interface CrossedVector {
  first: Float64Array;
  second: Float64Array;
}

export interface CrossedFactorisation {
  /** log det of the matrix. */
  readonly logDeterminant: number;
  solve(b: CrossedVector): CrossedVector;
  /** Of the inverse: its two diagonals and the whole block between the factors. */
  inverse(): CrossedMatrix;
}

/**
 * Factorises a positive definite crossed matrix by eliminating the factor with more levels: what is left is the Schur complement
 * E - C' D^-1 C, dense and of the smaller factor's size, so that a thousand raters of a hundred images cost 100 x 100.
 * O(q1 q2^2) for q1 >= q2 levels.
 *
 * @returns null where the matrix is not positive definite
 */
export function factoriseCrossed(matrix: CrossedMatrix): CrossedFactorisation | null {
  if (matrix.first.length >= matrix.second.length) return eliminateFirst(matrix);
  const turned = eliminateFirst(turn(matrix));
  return (
    turned && {
      logDeterminant: turned.logDeterminant,
      solve({ first, second }) {
        const x = turned.solve({ first: second, second: first });
        return { first: x.second, second: x.first };
      },
      inverse: () => turn(turned.inverse()),
    }
  );
}

function eliminateFirst({ first, second, cross }: CrossedMatrix): CrossedFactorisation | null {
  const [rows, columns] = [first.length, second.length];
  const complement = new Float64Array(columns * columns);
  let logDeterminant = 0;
  for (let r = 0; r < rows; r++) {
    if (!(first[r] > 0)) return null;
    logDeterminant += Math.log(first[r]);
    const row = cross.subarray(r * columns, (r + 1) * columns);
    for (let i = 0; i < columns; i++) {
      if (row[i] === 0) continue;
      const weight = row[i] / first[r];
      for (let j = 0; j <= i; j++) complement[i * columns + j] -= weight * row[j];
    }
  }
  for (let i = 0; i < columns; i++) complement[i * (columns + 1)] += second[i];
  const schur = cholesky(complement, columns);
  if (!schur) return null;
  logDeterminant += schur.logDeterminant;

  return {
    logDeterminant,
    solve(b) {
      const reduced = Float64Array.from(b.second);
      for (let r = 0; r < rows; r++)
        for (let i = 0; i < columns; i++) reduced[i] -= (cross[r * columns + i] * b.first[r]) / first[r];
      const y = schur.solve(reduced);
      const x = first.map((d, r) => {
        let sum = b.first[r];
        for (let i = 0; i < columns; i++) sum -= cross[r * columns + i] * y[i];
        return sum / d;
      });
      return { first: x, second: y };
    },
    inverse() {
      const whole = schur.inverse();
      const between = new Float64Array(rows * columns);
      const own = new Float64Array(rows);
      for (let r = 0; r < rows; r++) {
        const out = between.subarray(r * columns, (r + 1) * columns);
        for (let i = 0; i < columns; i++) {
          const weight = cross[r * columns + i] / first[r];
          if (weight !== 0) for (let j = 0; j < columns; j++) out[j] -= weight * whole[i * columns + j];
        }
        let back = 1;
        for (let i = 0; i < columns; i++) back -= cross[r * columns + i] * out[i];
        own[r] = back / first[r];
      }
      return { first: own, second: second.map((_, i) => whole[i * (columns + 1)]), cross: between };
    },
  };
}

function turn({ first, second, cross }: CrossedMatrix): CrossedMatrix {
  const [rows, columns] = [first.length, second.length];
  const turned = new Float64Array(cross.length);
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < columns; i++) turned[i * rows + r] = cross[r * columns + i];
  return { first: second, second: first, cross: turned };
}
