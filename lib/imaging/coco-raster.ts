import type { Mask } from "./mask-runs.ts";
import type { Size } from "./region.ts";

type Point = readonly [x: number, y: number];

/** The border is walked on a grid this much finer than the pixels. */
const SCALE = 5;

/**
 * The pixels of a polygon by the rule of COCO's mask API, so that areas and run lengths equal the reference's: the border
 * is walked on a grid five times finer, each column's crossings are rounded to whole pixels, and pixels between the odd and
 * even crossings are inside. Rings add up.
 */
export function rasteriseAsCoco(rings: readonly (readonly Point[])[], { width, height }: Size): Mask {
  const data = new Uint8Array(width * height);
  for (const ring of rings) {
    const crossings = columnCrossings(walkBorder(ring), width, height);
    // Counted down the columns; between an odd and the next even crossing lies the inside.
    for (let i = 0; i < crossings.length; i += 2) {
      const end = crossings[i + 1] ?? width * height;
      for (let at = crossings[i]; at < end; at++) data[(at % height) * width + Math.floor(at / height)] = 1;
    }
  }
  return { data, width, height };
}

/** Every grid point on the closed border, in order; at least one of x and y changes by 1 from each to the next. */
function walkBorder(ring: readonly Point[]): Point[] {
  const fine = ring.map(([x, y]): Point => [Math.trunc(SCALE * x + 0.5), Math.trunc(SCALE * y + 0.5)]);
  return fine.flatMap((from, i) => walkEdge(from, fine[(i + 1) % fine.length]));
}

/** Along the longer axis in steps of one; the other coordinate is rounded, always counted from the edge's smaller end. */
function walkEdge([x0, y0]: Point, [x1, y1]: Point): Point[] {
  const [dx, dy] = [Math.abs(x1 - x0), Math.abs(y1 - y0)];
  const isWide = dx >= dy;
  const isBackward = isWide ? x0 > x1 : y0 > y1;
  const [startX, startY, endX, endY] = isBackward ? [x1, y1, x0, y0] : [x0, y0, x1, y1];
  const steps = isWide ? dx : dy;
  const slope = steps === 0 ? 0 : (isWide ? endY - startY : endX - startX) / steps;
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const t = isBackward ? steps - step : step;
    return isWide
      ? [startX + t, Math.trunc(startY + slope * t + 0.5)]
      : [Math.trunc(startX + slope * t + 0.5), startY + t];
  });
}

/** Where the border passes the middle of a pixel column, as sorted positions x * height + y. */
function columnCrossings(border: readonly Point[], width: number, height: number): number[] {
  const crossings: number[] = [];
  for (let i = 1; i < border.length; i++) {
    const [[x0, y0], [x1, y1]] = [border[i - 1], border[i]];
    if (x0 === x1) continue;
    const column = ((x1 < x0 ? x1 : x1 - 1) + 0.5) / SCALE - 0.5;
    if (!Number.isInteger(column) || column < 0 || column > width - 1) continue;
    const row = (Math.min(y0, y1) + 0.5) / SCALE - 0.5;
    crossings.push(column * height + Math.ceil(Math.min(Math.max(row, 0), height)));
  }
  return crossings.sort((a, b) => a - b);
}
