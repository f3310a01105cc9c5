import { normalTail } from "./normal-distribution.ts";

/** The integrand is smooth and dies out as exp(-z^2 / 2): this step leaves an error below 1e-14. */
const STEP = 0.1;
/** Beyond it the normal density is below 1e-22. */
const FAR = 10;

/**
 * P(range >= q) of k independent standard normals, which is the studentized range with infinite degrees of freedom:
 *
 *   P = k int phi(z) [Phi(z)^(k-1) - (Phi(z) - Phi(z-q))^(k-1)] dz
 *
 * z is the largest of the k; by the trapezoidal rule, which converges exponentially here (Trefethen and Weideman 2014, 5).
 *
 * @param q at least 0 @param k at least 2
 */
export function normalRangeTail(q: number, k: number): number {
  let sum = 0;
  for (let step = Math.ceil(-FAR / STEP); step <= (q + FAR) / STEP; step++) {
    const z = step * STEP;
    const below = normalTail(-z);
    const apart = normalTail(q - z);
    sum += Math.exp((-z * z) / 2) * differenceOfPowers(below, apart, k - 1);
  }
  return Math.min(1, (k * STEP * sum) / Math.sqrt(2 * Math.PI));
}

/** The q with P(range <= q) = level, level in (0, 1): by bisection to 1e-13. */
export function normalRangeQuantile(level: number, k: number): number {
  let low = 0;
  let high = 1;
  while (normalRangeTail(high, k) > 1 - level) high *= 2;
  while (high - low > 1e-13 * high) {
    const middle = (low + high) / 2;
    if (normalRangeTail(middle, k) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** a^n - (a - d)^n as d sum_i a^i (a - d)^(n-1-i): nothing is lost where d is small. */
function differenceOfPowers(a: number, d: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a ** i * Math.max(0, a - d) ** (n - 1 - i);
  return d * sum;
}
