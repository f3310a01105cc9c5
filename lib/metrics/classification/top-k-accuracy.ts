import type { Value } from "#lib/stats/estimate.ts";

/** Place of a class among the logits of one image, from 1; of equal logits the lower index comes first. */
export function rankOfClass(logits: ArrayLike<number>, label: number): number {
  let rank = 1;
  for (let c = 0; c < logits.length; c++)
    if (logits[c] > logits[label] || (c < label && logits[c] === logits[label])) rank++;
  return rank;
}

/**
 * Images whose true class is among the k largest logits. k = 1 is accuracy.
 * @param ranks of the true class, see `rankOfClass`
 */
export function countTopK(ranks: ArrayLike<number>, k: number): number {
  let hits = 0;
  for (let i = 0; i < ranks.length; i++) if (ranks[i] <= k) hits++;
  return hits;
}

/** Share of images whose true class is among the k largest logits; undefined `no_values` without an image. */
export function topKAccuracy(ranks: ArrayLike<number>, k: number): Value {
  return ranks.length === 0 ? { undefined: "no_values" } : { value: countTopK(ranks, k) / ranks.length };
}
