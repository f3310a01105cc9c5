import type { Size } from "#lib/imaging/region.ts";
import { boundsOfMask, type MaskShape, shapeOfMask } from "../shape/decoded-mask.ts";
import { clamp } from "../shape/drag-handle.ts";
import type { Field } from "./contour-polygons.ts";

/** The pixels of the image where the map, drawn over it by linear interpolation, is at or above a level; null for none. */
export function thresholdMask({ data, height, width }: Field, level: number, image: Size): MaskShape | null {
  const inside = new Uint8Array(image.height * image.width);
  const columns = Float64Array.from({ length: image.width }, (_, x) =>
    clamp(((x + 0.5) * width) / image.width - 0.5, width - 1),
  );
  for (let row = 0; row < image.height; row++) {
    const y = clamp(((row + 0.5) * height) / image.height - 0.5, height - 1);
    const top = Math.min(Math.floor(y), Math.max(0, height - 2));
    const below = Math.min(top + 1, height - 1);
    const down = y - top;
    for (let column = 0; column < image.width; column++) {
      const left = Math.min(Math.floor(columns[column]), Math.max(0, width - 2));
      const right = Math.min(left + 1, width - 1);
      const across = columns[column] - left;
      const upper = data[top * width + left] * (1 - across) + data[top * width + right] * across;
      const lower = data[below * width + left] * (1 - across) + data[below * width + right] * across;
      if (upper * (1 - down) + lower * down >= level) inside[row * image.width + column] = 1;
    }
  }
  const shape = shapeOfMask({ data: inside, height: image.height, width: image.width });
  return boundsOfMask(shape) ? shape : null;
}
