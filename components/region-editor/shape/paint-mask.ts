import type { Point } from "#lib/formats/dataset/annotation.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";

/**
 * Sets the pixels whose centre is within `radius` of the segment from-to. Changes `data`. A radius below half a pixel
 * still reaches the pixel under each end.
 * @param value 1 paints, 0 erases
 */
export function paintSegment(
  { data, height, width }: Mask,
  from: Point,
  to: Point,
  radius: number,
  value: 0 | 1,
): void {
  for (const [x, y] of [from, to]) {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column >= 0 && column < width && row >= 0 && row < height) data[row * width + column] = value;
  }
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const squared = dx * dx + dy * dy;
  const top = Math.max(0, Math.floor(Math.min(from[1], to[1]) - radius));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(from[1], to[1]) + radius));
  const left = Math.max(0, Math.floor(Math.min(from[0], to[0]) - radius));
  const right = Math.min(width - 1, Math.ceil(Math.max(from[0], to[0]) + radius));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const [px, py] = [column + 0.5 - from[0], row + 0.5 - from[1]];
      const share = squared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / squared)) : 0;
      const [ax, ay] = [px - share * dx, py - share * dy];
      if (ax * ax + ay * ay <= radius * radius) data[row * width + column] = value;
    }
  }
}
