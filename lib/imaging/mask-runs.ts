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
export function decodeMask({ size: [height, width], counts }: MaskRuns): Mask {
  const total = height * width;
  const data = new Uint8Array(total);
  let position = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = position + counts[i];
    if (!(counts[i] >= 0) || end > total) throw new RangeError("the mask's runs do not fit its size");
    if (i % 2 === 1) data.fill(1, position, end);
    position = end;
  }
  if (position !== total)
    throw new RangeError(`the mask's runs cover ${position} of ${height} x ${width} pixels`);
  return { data, height, width };
}

/** Share of the mask that is inside, 0..1. */
export function maskShare({ data, height, width }: Mask): number {
  let inside = 0;
  for (const value of data) if (value !== 0) inside++;
  return inside / (height * width);
}
