import type { Mask } from "#lib/imaging/mask-runs.ts";
import { defineMetric, PROFILE, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyUnranked } from "../why-unscorable.ts";

/** Index of the largest value; the first in row-major order among equals. */
export function peak(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/**
 * Whether the peak hits the mask (Zhang et al. 2018).
 * @param tolerance in pixels; 0 = the peak itself is inside; t > 0 = some inside pixel is nearer than t (strictly)
 */
export function pointsInside(values: Float32Array, { data, width }: Mask, tolerance: number): boolean {
  const at = peak(values);
  if (tolerance === 0) return data[at] !== 0;
  const y = Math.floor(at / width);
  const x = at % width;
  return data.some(
    (inside, i) => inside !== 0 && (Math.floor(i / width) - y) ** 2 + ((i % width) - x) ** 2 < tolerance ** 2,
  );
}

/**
 * The pointing game of one map: 1 for a hit, 0 for a miss. A constant map has no peak, and an empty mask nothing to hit.
 * @returns undefined `non_finite_map`, `empty_mask`, `constant_map`
 */
export function pointingScore(values: Float32Array, mask: Mask, tolerance: number): Score {
  return whyUnranked(values, mask.data) ?? { value: pointsInside(values, mask, tolerance) ? 1 : 0 };
}

const SHARED = {
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  measure: "pointing-game",
  cites: ["zhang2018"],
  needs: ["mask"],
  reads: "values",
} as const;

export const pointingGame = defineMetric({
  ...SHARED,
  id: "pointing-game",
  name: "Pointing game",
  profile: PROFILE,
  parameters: { preparation: RANKING, tolerancePixels: 0, ties: "row-major" },
  formula: "1 if the map's peak lies in the region's mask, else 0",
  score: ({ values, mask }) => (mask ? pointingScore(values.data, mask, 0) : { undefined: "no_mask" }),
});

const TOLERANCE = 15;

/** The benchmark's own tolerance, made for photos of some 224 pixels: at 15 pixels exactly it is a miss. */
export const pointingGameTorchRay = defineMetric({
  ...SHARED,
  id: "pointing-game-torchray",
  name: "Pointing game, 15 px",
  profile: "torchray",
  parameters: { preparation: RANKING, tolerancePixels: TOLERANCE, ties: "row-major" },
  formula: "1 if the region's mask has a pixel nearer than 15 to the map's peak, else 0",
  score: ({ values, mask }) =>
    mask ? pointingScore(values.data, mask, TOLERANCE) : { undefined: "no_mask" },
});
