import { defineMetric, PREPARATION, PROFILE } from "./define-metric.ts";
import { isEmpty } from "./precision.ts";
import { rankPixels } from "./rank-pixels.ts";

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
  parameters: { preparation: PREPARATION, share: SHARE, ties: "row-major" },
  formula: "share of the map's highest 5 % of pixels that lie in the region's mask",
  score({ map, mask }) {
    if (!mask) return { undefined: "no_mask" };
    if (isEmpty(mask)) return { undefined: "empty_mask" };
    const count = Math.max(1, Math.round(SHARE * map.data.length));
    return { value: topShare(map.data, mask.data, count) };
  },
});
