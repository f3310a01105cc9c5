import type { Value } from "./estimate.ts";

/** Beyond it z = atanh r grows without bound, and one perfect correlation would decide the mean. */
const LARGEST = 0.999999;

/**
 * Mean of correlations on Fisher's scale: tanh(mean of atanh r) (Silver and Dunlap 1987), less biased towards 0 than the plain mean.
 *
 * @param correlations in [-1, 1]; those beyond +-0.999999 count as that @returns undefined `no_values`
 */
export function fisherMean(correlations: readonly number[]): Value {
  if (correlations.length === 0) return { undefined: "no_values" };
  const scaled = correlations.map((r) => Math.atanh(Math.max(-LARGEST, Math.min(LARGEST, r))));
  return { value: Math.tanh(scaled.reduce((sum, z) => sum + z, 0) / scaled.length) };
}
