import betainc from "@stdlib/math-base-special-betainc";

/** P(X >= k) of n trials that each succeed with probability p in (0, 1): I_p(k, n - k + 1) (Abramowitz and Stegun 26.5.24). */
export function binomialTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  return k > n ? 0 : betainc(p, k, n - k + 1);
}
