import gammainc from "@stdlib/math-base-special-gammainc";

/** P(X >= x) of the chi-square distribution with `df` degrees of freedom: Q(df/2, x/2). */
export function chiSquareTail(x: number, df: number): number {
  return gammainc(x / 2, df / 2, true, true);
}
