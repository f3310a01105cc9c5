import type { Point } from "#lib/formats/dataset/annotation.ts";
import type { Size } from "#lib/imaging/region.ts";

/** The nearest corner within `tolerance`, else the place brought to an edge of the image that is as near, else the place. */
export function snapPoint(at: Point, corners: readonly Point[], size: Size, tolerance: number): Point {
  let [nearest, distance]: [Point | null, number] = [null, tolerance];
  for (const corner of corners) {
    const away = Math.hypot(corner[0] - at[0], corner[1] - at[1]);
    if (away <= distance) [nearest, distance] = [corner, away];
  }
  if (nearest) return nearest;
  return [snapValue(at[0], size.width, tolerance), snapValue(at[1], size.height, tolerance)];
}

function snapValue(value: number, length: number, tolerance: number): number {
  if (Math.abs(value) <= tolerance) return 0;
  return Math.abs(value - length) <= tolerance ? length : value;
}
