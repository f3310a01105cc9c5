import type { Raster } from "./raster.ts";
import { resizeBilinear } from "./resize.ts";

/** A picture that is read a few rows at a time: bytes [count, width, 3] of rows from..from + count - 1. */
export interface RowSource {
  width: number;
  height: number;
  readRows(from: number, count: number): Uint8Array;
}

/** Pixels held at once: 16 MB as floats. */
const STRIP_PIXELS = 1_000_000;

/**
 * `resizeBilinear` of a whole picture, to the last bit, without ever holding it: strips are narrowed row by row first, which
 * at unchanged height copies columns exactly, and the narrow picture is resized in height. [height, width, 3] in 0..255.
 */
export function resizeInStrips(
  source: RowSource,
  height: number,
  width: number,
  stripPixels = STRIP_PIXELS,
): Raster<Float32Array> {
  const narrow = new Float32Array(source.height * width * 3);
  const rows = Math.max(1, Math.floor(stripPixels / source.width));
  for (let from = 0; from < source.height; from += rows) {
    const count = Math.min(rows, source.height - from);
    const data = new Float32Array(source.readRows(from, count));
    const strip = resizeBilinear({ data, width: source.width, height: count, channels: 3 }, count, width);
    narrow.set(strip.data, from * width * 3);
  }
  return resizeBilinear({ data: narrow, width, height: source.height, channels: 3 }, height, width);
}
