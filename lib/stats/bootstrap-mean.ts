import { type BootstrapOptions, bootstrap } from "./bootstrap.ts";
import type { Estimate } from "./estimate.ts";

/**
 * Mean over images (or any independent units) with a percentile bootstrap interval that resamples the units.
 *
 * @param values one a unit; null where the unit has no value (it is left out and does not count in n)
 * @returns undefined `no_values` or `fewer_than_two_values`: one unit says nothing about the spread
 */
export function bootstrapMean(values: readonly (number | null)[], options: BootstrapOptions): Estimate {
  const kept = Float64Array.from(values.filter((value) => value !== null));
  if (kept.length === 0) return { undefined: "no_values" };
  if (kept.length === 1) return { undefined: "fewer_than_two_values" };
  return bootstrap(mean(kept), kept.length, (indices) => meanAt(kept, indices), options);
}

/**
 * Mean of a - b over the images that have both, resampling images: the pairing removes what images differ by,
 * so it is far narrower than the difference of two separate intervals.
 *
 * @param a @param b values of the same units in the same order; null where missing
 */
export function bootstrapPairedDifference(
  a: readonly (number | null)[],
  b: readonly (number | null)[],
  options: BootstrapOptions,
): Estimate {
  if (a.length !== b.length)
    throw new Error(`Paired samples have the same units: got ${a.length} and ${b.length}.`);
  const differences = a.map((value, i) => {
    const other = b[i];
    return value === null || other === null ? null : value - other;
  });
  return bootstrapMean(differences, options);
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

export function meanAt(values: Float64Array, indices: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < indices.length; i++) sum += values[indices[i]];
  return sum / indices.length;
}
