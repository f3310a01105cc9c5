import type { Undefined } from "#lib/stats/estimate.ts";

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
  return positives.reduce((sum, share) => sum + share, 0) / positives.length;
}

/** Share of ascending values below x, those equal to it counting half. */
function shareBelow(sorted: Float64Array, x: number): number {
  const below = countBefore(sorted, (value) => value < x);
  const notAbove = countBefore(sorted, (value) => value <= x);
  return (below + notAbove) / (2 * sorted.length);
}

/** How many of ascending values come before the first that fails the test. */
function countBefore(sorted: Float64Array, test: (value: number) => boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (test(sorted[middle])) from = middle + 1;
    else to = middle;
  }
  return from;
}
