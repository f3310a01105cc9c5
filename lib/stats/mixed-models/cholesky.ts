/** A symmetric positive definite matrix S = L L', taken apart once and asked often. Matrices are row-major, [n, n]. */
export interface Cholesky {
  readonly n: number;
  /** log det S. */
  readonly logDeterminant: number;
  /** S^-1 b. */
  solve(b: ArrayLike<number>): Float64Array;
  /** S^-1. */
  inverse(): Float64Array;
}

/**
 * Cholesky factorisation (Golub and Van Loan 2013, section 4.2). O(n^3 / 6) multiplications.
 *
 * @param matrix symmetric, only its lower triangle is read
 * @returns null where the matrix is not positive definite
 */
export function cholesky(matrix: Float64Array, n: number): Cholesky | null {
  const factor = lowerFactor(matrix, n);
  if (!factor) return null;
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) logDeterminant += 2 * Math.log(factor[i * n + i]);
  return {
    n,
    logDeterminant,
    solve(b) {
      const x = Float64Array.from(b);
      forward(factor, n, x, 0);
      backward(factor, n, x);
      return x;
    },
    inverse() {
      const inverse = new Float64Array(n * n);
      const column = new Float64Array(n);
      for (let j = 0; j < n; j++) {
        column.fill(0);
        column[j] = 1;
        forward(factor, n, column, j);
        backward(factor, n, column);
        for (let i = 0; i < n; i++) inverse[i * n + j] = column[i];
      }
      return inverse;
    },
  };
}

function lowerFactor(matrix: Float64Array, n: number): Float64Array | null {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
      if (j < i) factor[i * n + j] = sum / factor[j * n + j];
      else if (sum > 0) factor[i * n + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return factor;
}

/** Solves L x = b in place; everything before `from` is 0 in b. */
function forward(factor: Float64Array, n: number, x: Float64Array, from: number): void {
  for (let i = from; i < n; i++) {
    let sum = x[i];
    for (let k = from; k < i; k++) sum -= factor[i * n + k] * x[k];
    x[i] = sum / factor[i * n + i];
  }
}

/** Solves L' x = b in place. */
function backward(factor: Float64Array, n: number, x: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    x[i] /= factor[i * n + i];
    for (let k = 0; k < i; k++) x[k] -= factor[i * n + k] * x[i];
  }
}
