import type { Mask } from "#lib/imaging/mask-runs.ts";
import { defineMetric, PREPARATION, PROFILE } from "./define-metric.ts";
import { isEmpty } from "./precision.ts";

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

export const pointingGame = defineMetric({
  id: "pointing-game",
  name: "Pointing game",
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  profile: PROFILE,
  cites: ["zhang2018"],
  needs: ["mask"],
  parameters: { preparation: PREPARATION, tolerancePixels: 0, ties: "row-major" },
  formula: "1 if the map's peak lies in the region's mask, else 0",
  score({ map, mask }) {
    if (!mask) return { undefined: "no_mask" };
    if (isEmpty(mask)) return { undefined: "empty_mask" };
    return { value: pointsInside(map.data, mask, 0) ? 1 : 0 };
  },
});
