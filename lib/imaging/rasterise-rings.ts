import type { Mask } from "./mask-runs.ts";
import type { Size } from "./region.ts";

type Ring = readonly (readonly [x: number, y: number])[];

/**
 * The pixels whose centre lies inside closed rings by the even-odd rule: a ring inside another is a hole. Row by row along
 * the crossings with the row's middle, so the time goes by edges and pixels, not by their product.
 */
export function rasteriseRings(rings: readonly Ring[], { width, height }: Size): Mask {
  const data = new Uint8Array(width * height);
  const crossings = Array.from({ length: height }, (): number[] => []);
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) addEdge(crossings, ring[j], ring[i]);
  }
  for (const [row, xs] of crossings.entries()) {
    xs.sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const from = Math.max(0, Math.ceil(xs[i] - 0.5));
      const to = Math.min(width, Math.ceil(xs[i + 1] - 0.5));
      if (to > from) data.fill(1, row * width + from, row * width + to);
    }
  }
  return { data, width, height };
}

function addEdge(
  crossings: number[][],
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
) {
  const [top, bottom] = y1 < y2 ? [y1, y2] : [y2, y1];
  const last = Math.min(crossings.length, Math.ceil(bottom - 0.5));
  for (let row = Math.max(0, Math.ceil(top - 0.5)); row < last; row++) {
    crossings[row].push(x1 + ((row + 0.5 - y1) / (y2 - y1)) * (x2 - x1));
  }
}
