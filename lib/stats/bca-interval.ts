import type { Undefined } from "./estimate.ts";
import { normalQuantile, normalTail } from "./normal-distribution.ts";
import { quantile } from "./quantile.ts";

export interface BcaInterval {
  low: number;
  high: number;
  /** z0: by how many standard normal deviations the median of the replicates lies below the value. */
  bias: number;
  /** How fast the standard error changes with the value, by the jackknife; 0 for a symmetric statistic. */
  acceleration: number;
  /** The quantiles of the replicates that low and high are. */
  levels: readonly [number, number];
}

/** A jackknife that spreads by less, relative to its size, is constant but for rounding. */
const ROUNDING = 1e-14;

/**
 * Bias-corrected and accelerated bootstrap interval (Efron 1987; Efron and Tibshirani 1993, 14.3): between those quantiles of the replicates,
 *
 *   Phi(z0 + (z0 + z) / (1 - a (z0 + z))),   z = normal quantiles of (1 -+ level) / 2
 *   z0 = Phi^-1(share of replicates below the value, equal ones for half)
 *   a = sum u^3 / (6 (sum u^2)^(3/2)),   u = mean of the jackknife - its values
 *
 * Second-order accurate where the percentile interval is first-order, for smooth statistics; for a median the jackknife, and so a, is poor.
 *
 * @param value the statistic on the units as they are @param replicates on resamples of them
 * @param jackknife the statistic without each unit in turn (`jackknife`)
 * @returns undefined `zero_variance` when leaving out a unit changes nothing, `outside_replicates` when the value lies beyond them all or the
 * correction runs away (a (z0 + z) reaches 1)
 */
export function bcaInterval(
  value: number,
  replicates: Float64Array,
  jackknife: Float64Array,
  level: number,
): BcaInterval | Undefined {
  const acceleration = accelerationOf(jackknife);
  if (acceleration === null) return { undefined: "zero_variance" };
  let below = 0;
  for (const one of replicates) below += one < value ? 1 : one === value ? 0.5 : 0;
  const share = below / replicates.length;
  if (!(share > 0 && share < 1)) return { undefined: "outside_replicates" };
  const bias = normalQuantile(share);
  const moved = [(1 - level) / 2, (1 + level) / 2].map((p) => bias + normalQuantile(p));
  if (moved.some((z) => acceleration * z >= 1)) return { undefined: "outside_replicates" };
  const [from, to] = moved.map((z) => normalTail(-(bias + z / (1 - acceleration * z))));
  const sorted = Float64Array.from(replicates).sort();
  return {
    low: quantile(sorted, from),
    high: quantile(sorted, to),
    bias,
    acceleration,
    levels: [from, to],
  };
}

/** The statistic without each unit in turn [units]; resamples are given as unit indices [units - 1]. */
export function jackknife(units: number, statistic: (indices: Int32Array) => number): Float64Array {
  const rest = new Int32Array(units - 1);
  return Float64Array.from({ length: units }, (_, out) => {
    for (let i = 0; i < rest.length; i++) rest[i] = i < out ? i : i + 1;
    return statistic(rest);
  });
}

function accelerationOf(jackknife: Float64Array): number | null {
  const mean = jackknife.reduce((sum, one) => sum + one, 0) / jackknife.length;
  const size = jackknife.reduce((largest, one) => Math.max(largest, Math.abs(one)), 0);
  let [squares, cubes] = [0, 0];
  for (const one of jackknife) {
    squares += (mean - one) ** 2;
    cubes += (mean - one) ** 3;
  }
  // Also where leaving out the only unit leaves no statistic.
  if (!(Math.sqrt(squares / jackknife.length) > ROUNDING * size)) return null;
  return cubes / (6 * squares ** 1.5);
}
