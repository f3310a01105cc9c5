import { cholesky } from "./cholesky.ts";
import type { Evaluation } from "./minimise.ts";

/** Step of the differences, relative to a parameter of size 1 or more: error h^2 of the formula against eps / h of rounding. */
const STEP = 1e-5;
/** Smallest eigenvalue of the information, scaled to a diagonal of 1, at which it still counts as positive definite. */
const SMALLEST = 1e-7;

/**
 * Hessian of a function at a point from its gradient: H e_j = (grad f(x + h e_j) - grad f(x - h e_j)) / 2h, made symmetric.
 * For f = -log likelihood this is the observed information. Row-major [n, n].
 */
export function hessian(f: (x: Float64Array) => Evaluation, x: Float64Array): Float64Array {
  const n = x.length;
  const columns = Array.from(x, (xj, j) => {
    const h = STEP * Math.max(1, Math.abs(xj));
    const [ahead, behind] = [h, -h].map(
      (shift) => f(x.map((value, i) => (i === j ? value + shift : value))).gradient,
    );
    return ahead.map((value, i) => (value - behind[i]) / (2 * h));
  });
  return Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return (columns[i][j] + columns[j][i]) / 2;
  });
}

/**
 * Covariance matrix of maximum likelihood estimates: the inverse of their information.
 *
 * @returns null where the information is not positive definite, to within rounding: a direction in which the likelihood says nothing
 */
export function covarianceOf(information: Float64Array, n: number): Float64Array | null {
  const scale = Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(information[i * (n + 1)]));
  const scaled = information.map((value, k) => value * scale[Math.floor(k / n)] * scale[k % n]);
  const lessened = scaled.map((value, k) => (k % (n + 1) === 0 ? value - SMALLEST : value));
  if (!cholesky(lessened, n)) return null;
  return cholesky(scaled, n)!
    .inverse()
    .map((value, k) => value * scale[Math.floor(k / n)] * scale[k % n]);
}
