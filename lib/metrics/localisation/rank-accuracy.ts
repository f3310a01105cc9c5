import { defineMetric, PROFILE, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyUnranked } from "../why-unscorable.ts";
import { topShare } from "./top-share.ts";

/**
 * Relevance rank accuracy (Arras et al. 2022): of the |S| highest pixels, |S| = pixels inside, the share that lies inside.
 * In [0, 1], higher is better; ties in row-major order. Blind to size: a map cannot win it by being compact.
 *
 * @param values [h, w], any sign @param inside [h, w], non-zero = inside
 * @returns undefined `non_finite_map`, `empty_mask`, `constant_map`
 */
export function rankAccuracy(values: Float32Array, inside: Uint8Array): Score {
  const size = inside.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
  return whyUnranked(values, inside) ?? { value: topShare(values, inside, size) };
}

export const rankAccuracyInMask = defineMetric({
  id: "rank-accuracy",
  name: "Rank accuracy",
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  profile: PROFILE,
  cites: ["arras2022"],
  needs: ["mask"],
  reads: "values",
  parameters: { preparation: RANKING, ties: "row-major" },
  formula: "share of the |S| highest pixels that lie in the region's mask S",
  score: ({ values, mask }) => (mask ? rankAccuracy(values.data, mask.data) : { undefined: "no_mask" }),
});
