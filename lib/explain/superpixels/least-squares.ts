/** A normal matrix this much smaller than its largest value counts as singular. */
const SINGULAR = 1e-12;

export interface Observation {
  /** [d] */
  row: ArrayLike<number>;
  value: number;
  weight: number;
}

/**
 * argmin_b sum_i w_i (y_i - x_i b)^2 + sum_j ridge_j b_j^2, by the normal equations and Cholesky's decomposition in float64.
 * A coefficient that the observations say nothing of is 0.
 * @param ridge [d]
 */
export function leastSquares(observations: Iterable<Observation>, ridge: ArrayLike<number>): Float64Array {
  const d = ridge.length;
  const normal = new Float64Array(d * d);
  const right = new Float64Array(d);
  for (const { row, value, weight } of observations) {
    for (let i = 0; i < d; i++) {
      const scaled = weight * row[i];
      if (scaled === 0) continue;
      right[i] += scaled * value;
      for (let j = 0; j <= i; j++) normal[i * d + j] += scaled * row[j];
    }
  }
  for (let i = 0; i < d; i++) normal[i * d + i] += ridge[i];
  return solveCholesky(normal, right);
}

/** Solves A b = r for symmetric A, given by its lower triangle; both are overwritten. */
function solveCholesky(a: Float64Array, r: Float64Array): Float64Array {
  const d = r.length;
  let top = 0;
  for (let i = 0; i < d; i++) top = Math.max(top, a[i * d + i]);
  const isFree = new Uint8Array(d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * d + j];
      for (let k = 0; k < j; k++) sum -= a[i * d + k] * a[j * d + k];
      if (i !== j) a[i * d + j] = isFree[j] ? 0 : sum / a[j * d + j];
      else if (sum > top * SINGULAR) a[i * d + i] = Math.sqrt(sum);
      else isFree[i] = 1;
    }
  }
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) r[i] -= a[i * d + k] * r[k];
    r[i] = isFree[i] ? 0 : r[i] / a[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) r[i] -= a[k * d + i] * r[k];
    r[i] = isFree[i] ? 0 : r[i] / a[i * d + i];
  }
  return r;
}
