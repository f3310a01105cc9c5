import betainc from "@stdlib/math-base-special-betainc";
import gammaln from "@stdlib/math-base-special-gammaln";
import { normalTail } from "./normal-distribution.ts";

/** Poisson weights further than this many standard deviations from the middle are below 1e-20. */
const REACH = 10;

/**
 * P(T <= t) of Student's t distribution with `df` degrees of freedom and noncentrality `delta`: of (Z + delta) / sqrt(X / df), Z
 * standard normal, X chi square. By the mixture of Lenth (1989, AS 243): for t >= 0, with x = t^2 / (t^2 + df) and m = delta^2 / 2,
 *
 *   P = Phi(-delta) + 1/2 sum_j [ e^-m m^j / j! I_x(j + 1/2, df/2) + delta / sqrt(2) e^-m m^j / Gamma(j + 3/2) I_x(j + 1, df/2) ],
 *
 * and P(T <= t; delta) = 1 - P(T <= -t; -delta) below 0. The sum is over the j whose weights are more than rounding.
 *
 * @param df above 0, whole or not
 */
export function noncentralTBelow(t: number, df: number, delta: number): number {
  if (t < 0) return 1 - noncentralTBelow(-t, df, -delta);
  const x = (t * t) / (t * t + df);
  const m = (delta * delta) / 2;
  const reach = REACH * (Math.sqrt(m) + REACH);
  let sum = 0;
  for (let j = Math.max(0, Math.floor(m - reach)); j <= m + reach; j++) {
    const power = j === 0 ? 0 : j * Math.log(m);
    const even = Math.exp(power - m - gammaln(j + 1));
    const odd = (delta / Math.SQRT2) * Math.exp(power - m - gammaln(j + 1.5));
    sum += even * betainc(x, j + 0.5, df / 2) + odd * betainc(x, j + 1, df / 2);
  }
  return Math.min(1, Math.max(0, normalTail(delta) + sum / 2));
}
