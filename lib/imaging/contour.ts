import type { SaliencyMap } from "#lib/tensor/model-view.ts";

export interface ContourStyle {
  /** Where the line runs, in [0, 1] of a min-max normalised map. */
  level: number;
  /** Half the line's width in pixels. */
  radius: number;
  /** RGB of the line; a dark rim keeps it visible on light ground. */
  colour: readonly [number, number, number];
}

const RIM: readonly [number, number, number] = [16, 16, 20];

/**
 * The line where a map crosses a level, drawn on a picture: pixels within `radius` of one that is inside and has a
 * neighbour outside, and a rim one pixel wider. Returns new RGB bytes [height x width x 3].
 * @param map min-max normalised, at the picture's size
 */
export function drawContour(image: Uint8Array, map: SaliencyMap, style: ContourStyle): Uint8Array {
  const out = image.slice();
  const edge = edgePixels(map, style.level);
  paint(out, map, edge, style.radius + 1, RIM);
  paint(out, map, edge, style.radius, style.colour);
  return out;
}

/** Indices of pixels at or above the level that touch (by a side) one below it. */
function edgePixels({ data, height, width }: SaliencyMap, level: number): number[] {
  const edge: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (data[i] < level) continue;
      const outside =
        (x > 0 && data[i - 1] < level) ||
        (x < width - 1 && data[i + 1] < level) ||
        (y > 0 && data[i - width] < level) ||
        (y < height - 1 && data[i + width] < level);
      if (outside) edge.push(i);
    }
  }
  return edge;
}

function paint(
  out: Uint8Array,
  { height, width }: SaliencyMap,
  centres: readonly number[],
  radius: number,
  colour: readonly [number, number, number],
): void {
  for (const centre of centres) {
    const [cy, cx] = [Math.floor(centre / width), centre % width];
    for (let y = Math.max(0, cy - radius); y <= Math.min(height - 1, cy + radius); y++) {
      for (let x = Math.max(0, cx - radius); x <= Math.min(width - 1, cx + radius); x++) {
        if ((x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2) out.set(colour, (y * width + x) * 3);
      }
    }
  }
}
