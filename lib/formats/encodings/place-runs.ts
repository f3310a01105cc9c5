import type { MaskRuns } from "#lib/imaging/mask-runs.ts";
import type { Size } from "#lib/imaging/region.ts";

/** Whole pixels. */
export interface PixelRectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * The runs of a mask that fills only a rectangle of its picture (by rows, zeros first), as runs of the whole picture.
 * Takes time by runs and rows, not by pixels.
 * @throws RangeError when the rectangle leaves the picture or the runs do not fill it exactly
 */
export function placeRuns(counts: readonly number[], rectangle: PixelRectangle, picture: Size): MaskRuns {
  const { left, top, width, height } = rectangle;
  if (![left, top, width, height].every(Number.isInteger))
    throw new RangeError("its rectangle is not of whole pixels");
  if (
    left < 0 ||
    top < 0 ||
    width < 1 ||
    height < 1 ||
    left + width > picture.width ||
    top + height > picture.height
  ) {
    throw new RangeError("its rectangle leaves the picture");
  }
  const placed: number[] = [];
  let filled = 0;
  const addInside = (start: number, length: number) => {
    if (placed.length > 0 && start === filled) placed[placed.length - 1] += length;
    else placed.push(start - filled, length);
    filled = start + length;
  };
  let at = 0;
  for (const [i, count] of counts.entries()) {
    if (!Number.isInteger(count) || count < 0 || at + count > width * height) {
      throw new RangeError("its runs do not fill its rectangle");
    }
    const end = at + count;
    while (i % 2 === 1 && at < end) {
      const row = Math.floor(at / width);
      const length = Math.min(end, (row + 1) * width) - at;
      addInside((top + row) * picture.width + left + (at % width), length);
      at += length;
    }
    at = end;
  }
  if (at !== width * height) throw new RangeError("its runs do not fill its rectangle");
  const rest = picture.width * picture.height - filled;
  return {
    size: [picture.height, picture.width],
    counts: rest > 0 || placed.length === 0 ? [...placed, rest] : placed,
  };
}
