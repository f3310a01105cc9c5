import betainc from "@stdlib/math-base-special-betainc";
import betaincinv from "@stdlib/math-base-special-betaincinv";

/** Two-sided p value of a t statistic: P(|T| >= |t|) = I_{df/(df+t^2)}(df/2, 1/2). `df` above 0, whole or not. */
export function tTwoSidedP(t: number, df: number): number {
  return betainc(df / (df + t * t), df / 2, 0.5);
}

/** One-sided p value: P(T >= t). */
export function tTail(t: number, df: number): number {
  const half = tTwoSidedP(t, df) / 2;
  return t > 0 ? half : 1 - half;
}

/** The t with P(|T| <= t) = level, level in (0, 1): where I_{df/(df+t^2)}(df/2, 1/2) is 1 - level. */
export function tQuantile(level: number, df: number): number {
  const x = betaincinv(1 - level, df / 2, 0.5);
  return Math.sqrt(df * (1 / x - 1));
}
