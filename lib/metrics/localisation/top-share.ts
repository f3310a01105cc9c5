import { defineMetric, PROFILE } from "../define-metric.ts";
import { rankPixels } from "../rank-pixels.ts";
import { RANKING } from "../ranking.ts";
import { whyUnranked } from "../why-unscorable.ts";

/** Share of the `count` highest pixels that lie inside; ties in row-major order. */
export function topShare(values: Float32Array, inside: Uint8Array, count: number): number {
  const top = rankPixels(values).subarray(0, count);
  return top.reduce((hits, pixel) => hits + (inside[pixel] === 0 ? 0 : 1), 0) / top.length;
}

const SHARE = 0.05;

/** Looks at the ranking alone: a map cannot win it by being compact, so it belongs beside precision. */
export const top5InMask = defineMetric({
  id: "top5-in-mask",
  name: "Top 5 % in mask",
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  profile: PROFILE,
  cites: [],
  needs: ["mask"],
  reads: "values",
  parameters: { preparation: RANKING, share: SHARE, ties: "row-major" },
  formula: "share of the map's highest 5 % of pixels that lie in the region's mask",
  score({ values, mask }) {
    if (!mask) return { undefined: "no_mask" };
    const count = Math.max(1, Math.round(SHARE * values.data.length));
    return whyUnranked(values.data, mask.data) ?? { value: topShare(values.data, mask.data, count) };
  },
});
