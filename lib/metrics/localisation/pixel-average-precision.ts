import { averagePrecision } from "../classification/average-precision.ts";
import { defineMetric, PROFILE, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyUnranked } from "../why-unscorable.ts";

/**
 * Average precision of the map as a score of "inside". In (0, 1], higher is better; by chance the mask's share of the image.
 *
 * @param values [h, w], any sign @param inside [h, w]
 * @returns undefined `non_finite_map`, `empty_mask`, `constant_map`, or `single_class_mask` where nothing is outside
 */
export function pixelAveragePrecision(values: Float32Array, inside: Uint8Array): Score {
  const reason = whyUnranked(values, inside);
  if (reason) return reason;
  const average = averagePrecision(values, (i) => inside[i] !== 0);
  return "undefined" in average ? { undefined: "single_class_mask" } : average;
}

export const pixelAveragePrecisionOfMask = defineMetric({
  id: "pixel-average-precision",
  name: "Pixel average precision",
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  profile: PROFILE,
  cites: ["choe2020"],
  needs: ["mask"],
  reads: "values",
  parameters: { preparation: RANKING, ties: "together" },
  formula: "area under precision over recall of the pixels in the region's mask, ranked by the map",
  score: ({ values, mask }) =>
    mask ? pixelAveragePrecision(values.data, mask.data) : { undefined: "no_mask" },
});
