import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";

/** Quantile of the standard normal, p in (0, 1): -sqrt(2) erfc^-1(2p). Relative error of p below 1e-13. */
export function normalQuantile(p: number): number {
  // 0 minus, so that the median is 0 and not -0.
  return 0 - Math.SQRT2 * erfcinv(2 * p);
}

/** P(Z > z) = erfc(z / sqrt(2)) / 2; exact relative to its size far out as well. */
export function normalTail(z: number): number {
  return erfc(z / Math.SQRT2) / 2;
}
