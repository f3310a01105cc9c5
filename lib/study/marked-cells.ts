import type { BrushStroke, PointDetail } from "./answer-detail.ts";
import { type PictureMap, placeOf } from "./picture-map.ts";

/**
 * Which cells of a map a drawing covers: those whose middle is no further from the path of some stroke than its brush's radius. A path
 * goes straight from point to point.
 *
 * @returns [height x width] row-major, 1 = marked
 */
export function markedCells(picture: PictureMap, strokes: readonly BrushStroke[]): Uint8Array {
  const { width, height } = picture.map;
  const marked = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const place = placeOf(picture, row, column);
      if (strokes.some((stroke) => covers(stroke, place))) marked[row * width + column] = 1;
    }
  return marked;
}

function covers({ radius, points }: BrushStroke, { x, y }: PointDetail): boolean {
  return points.some(([x1, y1], at) => {
    const [x0, y0] = points[Math.max(0, at - 1)];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length));
    return Math.hypot(x - x0 - along * dx, y - y0 - along * dy) <= radius;
  });
}
