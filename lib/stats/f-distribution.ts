import betainc from "@stdlib/math-base-special-betainc";
import betaincinv from "@stdlib/math-base-special-betaincinv";

/** P(F >= f) with d1 and d2 degrees of freedom (above 0, not only whole): I_{d2/(d2 + d1 f)}(d2/2, d1/2). */
export function fTail(f: number, d1: number, d2: number): number {
  return betainc(d2 / (d2 + d1 * f), d2 / 2, d1 / 2);
}

/** The f with P(F <= f) = p, p in (0, 1): f = d2 x / (d1 (1 - x)) with I_x(d1/2, d2/2) = p. */
export function fQuantile(p: number, d1: number, d2: number): number {
  // The smaller of x and 1 - x is found, so that neither loses its digits.
  const x = betaincinv(p, d1 / 2, d2 / 2);
  if (x < 0.5) return (d2 * x) / (d1 * (1 - x));
  const rest = betaincinv(p, d2 / 2, d1 / 2, true);
  return (d2 * (1 - rest)) / (d1 * rest);
}
