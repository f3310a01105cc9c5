import gammaln from "@stdlib/math-base-special-gammaln";
import type { Value } from "../estimate.ts";
import { bothMoments, pairedMoments, pooledDeviation } from "./sample-moments.ts";

/**
 * Cohen's d_z (1988, 2.3.5): mean of the paired differences x - z in their standard deviations. What power depends on; not comparable with d
 * of independent samples.
 *
 * @returns undefined `too_few_points`, `zero_variance`
 */
export function cohenDz(x: readonly number[], z: readonly number[]): Value {
  const moments = pairedMoments(x, z);
  return "undefined" in moments ? moments : { value: moments.mean / moments.sd };
}

/**
 * Cohen's d (1988, 2.2): mean x - mean y in pooled standard deviations. Too large by about 3 / (4 df - 1) of itself in small samples.
 *
 * @returns undefined `too_few_points`, `zero_variance`
 */
export function cohenD(x: readonly number[], y: readonly number[]): Value {
  const both = bothMoments(x, y);
  if ("undefined" in both) return both;
  const [a, b] = both;
  return { value: (a.mean - b.mean) / pooledDeviation(a, b) };
}

/**
 * Hedges' g (1981): d without its bias, g = J d with df = n_x + n_y - 2,
 *
 *   exact  J = Gamma(df/2) / (sqrt(df/2) Gamma((df-1)/2))      approximate  J = 1 - 3 / (4 df - 1)
 *
 * @returns undefined as `cohenD`
 */
export function hedgesG(
  x: readonly number[],
  y: readonly number[],
  correction: "exact" | "approximate" = "exact",
): Value {
  const d = cohenD(x, y);
  if ("undefined" in d) return d;
  const df = x.length + y.length - 2;
  const exact = () => Math.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / Math.sqrt(df / 2);
  return { value: d.value * (correction === "exact" ? exact() : 1 - 3 / (4 * df - 1)) };
}
