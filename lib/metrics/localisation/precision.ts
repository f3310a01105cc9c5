import type { Box } from "#lib/imaging/box.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import { defineMetric, PREPARATION, PROFILE, type Score } from "../define-metric.ts";

/**
 * Share of a map's positive mass that lies inside: sum_inside max(M, 0) / sum max(M, 0). Known as precision (Li et al.
 * 2021), relevance mass accuracy (Arras et al. 2022) and energy-based pointing game (Wang et al. 2020).
 *
 * @param inside non-zero = inside, same order as the values; at least one pixel
 */
export function massShare(values: Float32Array, inside: Uint8Array): Score {
  let within = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const mass = Math.max(0, values[i]);
    total += mass;
    if (inside[i] !== 0) within += mass;
  }
  return total === 0 ? { undefined: "no_positive_mass" } : { value: within / total };
}

/** The pixels whose centre lies in the box, as a mask. */
export function boxMask({ x, y, width, height }: Box, size: { height: number; width: number }): Mask {
  const data = new Uint8Array(size.height * size.width);
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      const inX = column + 0.5 >= x && column + 0.5 < x + width;
      const inY = row + 0.5 >= y && row + 0.5 < y + height;
      if (inX && inY) data[row * size.width + column] = 1;
    }
  }
  return { data, height: size.height, width: size.width };
}

export function isEmpty({ data }: Mask): boolean {
  return data.every((value) => value === 0);
}

export const precisionMask = defineMetric({
  id: "precision-mask",
  name: "Precision in mask",
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  profile: PROFILE,
  cites: ["li2021", "arras2022"],
  needs: ["mask"],
  parameters: { preparation: PREPARATION },
  formula: "share of the map's mass inside the region's mask",
  score({ map, mask }) {
    if (!mask) return { undefined: "no_mask" };
    return isEmpty(mask) ? { undefined: "empty_mask" } : massShare(map.data, mask.data);
  },
});

/** In the box around the region, as published: looser than the mask, since a box holds background too. */
export const precisionBox = defineMetric({
  id: "precision-box",
  name: "Precision in box",
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  profile: PROFILE,
  cites: ["li2021", "wang2020scorecam"],
  needs: ["box"],
  parameters: { preparation: PREPARATION, inside: "pixel centre" },
  formula: "share of the map's mass inside the region's box",
  score({ map, box }) {
    if (!box) return { undefined: "no_boxes" };
    const inside = boxMask(box, { height: map.height, width: map.width });
    return isEmpty(inside) ? { undefined: "empty_box" } : massShare(map.data, inside.data);
  },
});
