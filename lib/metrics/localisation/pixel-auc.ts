import { placements, rocAuc } from "../classification/roc-auc.ts";
import { defineMetric, PROFILE, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyUnranked } from "../why-unscorable.ts";

/**
 * ROC-AUC of the map as a score of "inside": the chance that a pixel inside is higher than one outside, ties counting half.
 * In [0, 1], higher is better, 1/2 by chance.
 *
 * @param values [h, w], any sign @param inside [h, w]
 * @returns undefined `non_finite_map`, `empty_mask`, `constant_map`, or `single_class_mask` where nothing is outside
 */
export function pixelRocAuc(values: Float32Array, inside: Uint8Array): Score {
  const reason = whyUnranked(values, inside);
  if (reason) return reason;
  const placed = placements(Float64Array.from(values), (i) => inside[i] !== 0);
  return "undefined" in placed ? { undefined: "single_class_mask" } : { value: rocAuc(placed) };
}

export const pixelRocAucOfMask = defineMetric({
  id: "pixel-auc",
  name: "Pixel ROC-AUC",
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  profile: PROFILE,
  cites: ["hedstrom2023"],
  needs: ["mask"],
  reads: "values",
  parameters: { preparation: RANKING, ties: "count half" },
  formula: "chance that a pixel of the region's mask is higher than one outside",
  score: ({ values, mask }) => (mask ? pixelRocAuc(values.data, mask.data) : { undefined: "no_mask" }),
});
