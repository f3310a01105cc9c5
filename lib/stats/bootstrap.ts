import type { Random } from "#lib/tensor/random.ts";
import type { Estimate } from "./estimate.ts";
import { quantile } from "./quantile.ts";

export interface BootstrapOptions {
  random: Random;
  /** Resamples; 2,000 keeps the end points of a 95 % interval steady to about a twentieth of its width. */
  replicates?: number;
  /** Confidence level in (0, 1). */
  level?: number;
}

export const DEFAULT_REPLICATES = 2000;
export const DEFAULT_LEVEL = 0.95;

/** Fills the array with unit indices drawn with replacement. */
export type Draw = (indices: Int32Array) => void;

/** Draws from 0..units-1, each equally likely. */
export function drawUnits(random: Random, units: number): Draw {
  return (indices) => {
    for (let i = 0; i < indices.length; i++) indices[i] = random.integer(units);
  };
}

/**
 * Percentile bootstrap (Efron 1979; Efron and Tibshirani 1993, ch. 13): the statistic on resamples of the units,
 * and the interval between the (1-level)/2 and (1+level)/2 quantiles of those values.
 *
 * A replicate on which the statistic does not exist (null) is left out; with fewer than half left there is no interval.
 *
 * @param value the statistic on the units as they are
 * @param units how many independent units there are
 * @param statistic of a resample given as unit indices [units]
 */
export function bootstrap(
  value: number,
  units: number,
  statistic: (indices: Int32Array) => number | null,
  options: BootstrapOptions,
): Estimate {
  const { random, replicates = DEFAULT_REPLICATES, level = DEFAULT_LEVEL } = options;
  const values = replicate(units, replicates, drawUnits(random, units), statistic);
  if (values.length * 2 < replicates) return { undefined: "too_few_replicates" };
  return { value, ...percentileInterval(values, level), n: units };
}

/** The statistic on `count` resamples; those where it is null are left out. */
export function replicate(
  units: number,
  count: number,
  draw: Draw,
  statistic: (indices: Int32Array) => number | null,
): Float64Array {
  const indices = new Int32Array(units);
  const values = new Float64Array(count);
  let kept = 0;
  for (let r = 0; r < count; r++) {
    draw(indices);
    const value = statistic(indices);
    if (value !== null) values[kept++] = value;
  }
  return values.subarray(0, kept);
}

/** The central interval that holds `level` of the replicates. Does not change its input. */
export function percentileInterval(replicates: Float64Array, level: number): { low: number; high: number } {
  const sorted = Float64Array.from(replicates).sort();
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

/**
 * The reflected ("basic") interval [2 value - high, 2 value - low] of a percentile interval (Davison and Hinkley 1997, 5.2).
 * For a statistic whose resamples are biased, such as a mean of absolute values: it takes the bias off instead of adding it.
 */
export function reflectedInterval(
  value: number,
  replicates: Float64Array,
  level: number,
): { low: number; high: number } {
  const { low, high } = percentileInterval(replicates, level);
  return { low: 2 * value - high, high: 2 * value - low };
}

/**
 * The percentile interval moved so that the replicates' mean falls on the value. For a statistic that resampling shifts but that
 * is itself hardly biased, such as a mean of F1 scores over many small classes.
 */
export function centredInterval(
  value: number,
  replicates: Float64Array,
  level: number,
): { low: number; high: number } {
  const { low, high } = percentileInterval(replicates, level);
  const shift = value - replicates.reduce((sum, one) => sum + one, 0) / replicates.length;
  return { low: low + shift, high: high + shift };
}

/**
 * Standard error: the standard deviation of the replicates, with their number - 1 (Efron and Tibshirani 1993, 6.2).
 * @throws RangeError for fewer than two replicates
 */
export function bootstrapError(replicates: Float64Array): number {
  const n = replicates.length;
  if (n < 2) throw new RangeError(`${n} replicates have no standard error.`);
  const mean = replicates.reduce((sum, one) => sum + one, 0) / n;
  return Math.sqrt(replicates.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1));
}
