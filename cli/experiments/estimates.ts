import { bootstrapMean } from "#lib/stats/bootstrap-mean.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import { createRandom } from "#lib/tensor/random.ts";

/**
 * A mean over test images and seeds: each image's values are averaged over the seeds, then the images are resampled. So the interval
 * speaks of other images, not of other seeds; their spread stands beside it.
 * @param bySeed bySeed[s][i]; null where undefined
 */
export function overImages(bySeed: readonly (readonly (number | null)[])[]): Estimate {
  const images = bySeed[0]?.length ?? 0;
  const means = Array.from({ length: images }, (_, i) => {
    const values = bySeed.flatMap((values) => values[i] ?? []);
    return values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : null;
  });
  return bootstrapMean(means, { random: createRandom("experiment") });
}

/** The value of an estimate; NaN where it has none. */
export const pointOf = (estimate: Estimate): number => ("value" in estimate ? estimate.value : Number.NaN);

/** Mean of the values that are there. */
export function mean(values: readonly (number | null)[]): number {
  const kept = values.filter((value) => value !== null);
  return kept.reduce((a, b) => a + b, 0) / kept.length;
}

/** Sample standard deviation of the seeds' own means, as text; empty for one seed. */
export function seedSpread(bySeed: readonly (readonly (number | null)[])[]): string {
  const means = bySeed.map(mean).filter(Number.isFinite);
  if (means.length < 2) return "";
  const centre = mean(means);
  const variance = means.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (means.length - 1);
  return Math.sqrt(variance).toFixed(3).replace(/^0\./, ".");
}

/** Whether the largest logit is the label's, alone: 1 or 0 an image. */
export function correctness({
  labels,
  logits,
}: {
  labels: readonly number[];
  logits: readonly (readonly number[])[];
}): number[] {
  return labels.map((label, i) => (logits[i].every((z, k) => k === label || z < logits[i][label]) ? 1 : 0));
}
