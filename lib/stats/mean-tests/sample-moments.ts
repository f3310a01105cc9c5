import type { Undefined } from "../estimate.ts";
import type { Moments } from "../mean-interval.ts";

/** Of at least two values. */
export interface SampleMoments extends Moments {
  sd: number;
}

/** Values that spread by less, relative to their size, differ by rounding alone. */
const ROUNDING = 1e-14;

/**
 * Mean and standard deviation (n - 1) of values that must vary to say anything.
 *
 * @param size of the numbers the values were computed from, where that is larger than the values
 * @returns undefined `too_few_points` below 2 values, `zero_variance` when they are the same but for rounding
 */
export function sampleMoments(values: readonly number[], size = sizeOf(values)): SampleMoments | Undefined {
  const found = momentsOf(values);
  if ("undefined" in found) return found;
  return found.sd <= ROUNDING * size ? { undefined: "zero_variance" } : found;
}

/** Of the differences x - z of pairs. @throws Error for samples of unequal length @returns undefined as `sampleMoments` */
export function pairedMoments(x: readonly number[], z: readonly number[]): SampleMoments | Undefined {
  if (x.length !== z.length)
    throw new Error(`Paired samples have the same units: got ${x.length} and ${z.length}.`);
  const differences = x.map((value, i) => value - z[i]);
  return sampleMoments(differences, Math.max(sizeOf(x), sizeOf(z)));
}

/** Of two independent samples, of which one may be constant. @returns undefined as `sampleMoments`, `zero_variance` when neither varies */
export function bothMoments(
  x: readonly number[],
  y: readonly number[],
): readonly [SampleMoments, SampleMoments] | Undefined {
  const [a, b] = [momentsOf(x), momentsOf(y)];
  if ("undefined" in a) return a;
  if ("undefined" in b) return b;
  const varies = (moments: SampleMoments, values: readonly number[]) =>
    moments.sd > ROUNDING * sizeOf(values);
  return varies(a, x) || varies(b, y) ? [a, b] : { undefined: "zero_variance" };
}

/** Standard deviation of two samples about their own means, n_x + n_y - 2 degrees of freedom. */
export function pooledDeviation(a: SampleMoments, b: SampleMoments): number {
  return Math.sqrt(((a.n - 1) * a.sd ** 2 + (b.n - 1) * b.sd ** 2) / (a.n + b.n - 2));
}

function momentsOf(values: readonly number[]): SampleMoments | Undefined {
  const n = values.length;
  if (n < 2) return { undefined: "too_few_points" };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (n - 1)), n };
}

function sizeOf(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
