import { DEFAULT_LEVEL } from "#lib/stats/bootstrap.ts";
import type { Undefined } from "#lib/stats/estimate.ts";
import { normalQuantile } from "#lib/stats/normal-distribution.ts";

/**
 * How each image is placed among those of the other kind, in the order of the images: for a positive the share of negatives
 * with a lower score, for a negative the share of positives with a higher one, ties counting half (Hanley and Hajian-Tilaki
 * 1997). The mean over the positives is the AUC, and so is that over the negatives.
 */
export interface Placements {
  positives: Float64Array;
  negatives: Float64Array;
}

/** @param positive which images are of the class */
export function placements(
  scores: Float64Array,
  positive: (image: number) => boolean,
): Placements | Undefined {
  const ofPositives = scores.filter((_, i) => positive(i));
  const ofNegatives = scores.filter((_, i) => !positive(i));
  if (ofPositives.length === 0) return { undefined: "class_absent" };
  if (ofNegatives.length === 0) return { undefined: "one_class_only" };
  const sortedPositives = ofPositives.slice().sort();
  const sortedNegatives = ofNegatives.slice().sort();
  return {
    positives: ofPositives.map((score) => shareBelow(sortedNegatives, score)),
    negatives: ofNegatives.map((score) => 1 - shareBelow(sortedPositives, score)),
  };
}

/** Area under the ROC curve: the chance that an image of the class scores higher than one that is not, ties counting half. */
export function rocAuc({ positives }: Placements): number {
  return mean(positives);
}

/** Variance of an AUC by DeLong, DeLong and Clarke-Pearson (1988); null with fewer than two images on a side. */
export function delongVariance({ positives, negatives }: Placements): number | null {
  if (positives.length < 2 || negatives.length < 2) return null;
  return variance(positives) / positives.length + variance(negatives) / negatives.length;
}

/**
 * Interval of an AUC from its variance, on the logit scale and so inside (0, 1): logit A ± z s / (A (1 - A)) (Pepe 2003, 5.2).
 * Near 1 the symmetric A ± z s runs over the end and misses low, and so does the percentile bootstrap
 * (docs/decisions/009-intervals-of-the-classification-report.md).
 *
 * @returns undefined `no_spread` where the classes do not overlap: no variance can be seen
 */
export function logitInterval(
  auc: number,
  varianceOfAuc: number,
  level = DEFAULT_LEVEL,
): { low: number; high: number } | Undefined {
  if (auc <= 0 || auc >= 1 || varianceOfAuc <= 0) return { undefined: "no_spread" };
  const logit = Math.log(auc / (1 - auc));
  const half = (normalQuantile((1 + level) / 2) * Math.sqrt(varianceOfAuc)) / (auc * (1 - auc));
  const back = (x: number) => 1 / (1 + Math.exp(-x));
  return { low: back(logit - half), high: back(logit + half) };
}

/** Share of ascending values below x, those equal to it counting half. */
function shareBelow(sorted: Float64Array, x: number): number {
  return (
    (countBelow(sorted, (value) => value < x) + countBelow(sorted, (value) => value <= x)) /
    (2 * sorted.length)
  );
}

/** How many of ascending values come before the first that fails the test. */
function countBelow(sorted: Float64Array, test: (value: number) => boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (test(sorted[middle])) from = middle + 1;
    else to = middle;
  }
  return from;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function variance(values: Float64Array): number {
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return sum / (values.length - 1);
}
