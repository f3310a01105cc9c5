import type { Mask } from "./mask-runs.ts";

/** An axis-aligned box in image pixels: x to the right, y down, from the outer edge of the top-left pixel. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The smallest box around the mask's inside; null for an empty mask. */
export function maskBounds({ data, height, width }: Mask): Box | null {
  let top = -1;
  let bottom = -1;
  let left = width;
  let right = -1;
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    const first = row.findIndex((value) => value !== 0);
    if (first < 0) continue;
    let last = width - 1;
    while (row[last] === 0) last--;
    if (top < 0) top = y;
    bottom = y;
    left = Math.min(left, first);
    right = Math.max(right, last);
  }
  return top < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
