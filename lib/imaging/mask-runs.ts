import type { Size } from "./region.ts";

/**
 * A mask as run lengths: pixels row by row, alternating runs of 0 and 1, zeros first (so the first count may be 0).
 * `size` is [height, width]; the counts sum to height * width.
 */
export interface MaskRuns {
  size: [height: number, width: number];
  counts: number[];
}

/** A binary mask, row-major, values 0 and 1. */
export interface Mask {
  data: Uint8Array;
  height: number;
  width: number;
}

/** Any non-zero value counts as inside. */
export function encodeMask({ data, height, width }: Mask): MaskRuns {
  const counts: number[] = [];
  let inside = false;
  let run = 0;
  for (let i = 0; i < height * width; i++) {
    if ((data[i] !== 0) === inside) {
      run++;
    } else {
      counts.push(run);
      inside = !inside;
      run = 1;
    }
  }
  counts.push(run);
  return { size: [height, width], counts };
}

/** @throws RangeError when the counts do not fill the size exactly */
export function decodeMask(runs: MaskRuns): Mask {
  const [height, width] = runs.size;
  const data = new Uint8Array(height * width);
  paintMask(data, runs, 1);
  return { data, height, width };
}

/** Gives the pixels inside a mask this value; others stay. @throws RangeError when the counts do not fill the size exactly */
export function paintMask(
  data: Uint8Array,
  { size: [height, width], counts }: MaskRuns,
  value: number,
): void {
  const total = height * width;
  let position = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = position + counts[i];
    if (!(counts[i] >= 0) || end > total) throw new RangeError("the mask's runs do not fit its size");
    if (i % 2 === 1) data.fill(value, position, end);
    position = end;
  }
  if (position !== total)
    throw new RangeError(`the mask's runs cover ${position} of ${height} x ${width} pixels`);
}

/** The mask of each value above 0 in a picture of values, in one pass. */
export function masksByValue(data: Uint8Array, { width, height }: Size): Map<number, MaskRuns> {
  const masks = new Map<number, { counts: number[]; end: number }>();
  for (let at = 0; at < data.length; ) {
    const start = at;
    const value = data[start];
    while (at < data.length && data[at] === value) at++;
    if (value === 0) continue;
    const mask = masks.get(value) ?? { counts: [], end: 0 };
    masks.set(value, mask);
    mask.counts.push(start - mask.end, at - start);
    mask.end = at;
  }
  const runsOf = ({ counts, end }: { counts: number[]; end: number }): MaskRuns => ({
    size: [height, width],
    counts: end < data.length ? [...counts, data.length - end] : counts,
  });
  return new Map([...masks].map(([value, mask]) => [value, runsOf(mask)]));
}

/** Share of the mask that is inside, 0..1. */
export function maskShare({ data, height, width }: Mask): number {
  let inside = 0;
  for (const value of data) if (value !== 0) inside++;
  return inside / (height * width);
}
