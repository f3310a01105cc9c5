import { defineMetric, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyUnranked } from "../why-unscorable.ts";
import { topShare } from "./top-share.ts";

/**
 * Top-K intersection (Theiner et al. 2022): share of the min(K, h w) highest pixels that lie inside. In [0, 1], higher is
 * better; ties in row-major order.
 *
 * @param values [h, w], any sign @param inside [h, w], non-zero = inside
 * @returns undefined `non_finite_map`, `empty_mask`, `constant_map`
 */
export function topKIntersection(values: Float32Array, inside: Uint8Array, k: number): Score {
  return whyUnranked(values, inside) ?? { value: topShare(values, inside, k) };
}

const K = 1000;

/** K counts pixels, so that the value depends on the picture's size: `top5-in-mask` does not. */
export const topKQuantus = defineMetric({
  id: "top-k-quantus",
  name: "Top 1,000 in mask",
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  profile: "quantus",
  measure: "top5-in-mask",
  cites: ["theiner2022"],
  needs: ["mask"],
  reads: "values",
  parameters: { preparation: RANKING, k: K, ties: "row-major" },
  formula: "share of the map's highest 1,000 pixels that lie in the region's mask",
  score: ({ values, mask }) =>
    mask ? topKIntersection(values.data, mask.data, K) : { undefined: "no_mask" },
});
