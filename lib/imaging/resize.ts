import type { Raster } from "./raster.ts";

export interface ResizeOptions {
  /**
   * Widen the triangle filter by the reduction, so that no source pixel is skipped. On by default.
   * Off gives plain samples of the bilinear surface, whatever the reduction.
   */
  antialias?: boolean;
}

/**
 * Bilinear resize with half-pixel centres: output i looks at source (i + 1/2) * from / to - 1/2, edges clamped.
 * Antialiased it is the triangle filter of Pillow and of torch `antialias=True`; enlarging is the same either way.
 * Bytes are computed in floats and rounded once (Pillow rounds twice: at most one grey level apart).
 * The aspect ratio is the caller's business.
 * @throws RangeError for a size below 1
 */
export function resizeBilinear<Data extends Uint8Array | Float32Array>(
  source: Raster<Data>,
  height: number,
  width: number,
  { antialias = true }: ResizeOptions = {},
): Raster<Data> {
  const columns = filterTaps(source.width, width, antialias);
  const rows = filterTaps(source.height, height, antialias);
  const narrow = resizeRows(source, columns, width);
  const out = resizeColumns(narrow, rows, height, width * source.channels);
  return { data: likeSource(source.data, out), height, width, channels: source.channels };
}

/** For output i: weights[i * count + j] on source pixels first[i] + j. Each row of weights sums to 1. */
interface Taps {
  first: Int32Array;
  weights: Float64Array;
  count: number;
}

function filterTaps(from: number, to: number, antialias: boolean): Taps {
  if (from < 1 || to < 1) throw new RangeError(`cannot resize ${from} pixels to ${to}`);
  const scale = from / to;
  const support = antialias ? Math.max(1, scale) : 1;
  const count = Math.min(from, Math.ceil(2 * support) + 1);
  const first = new Int32Array(to);
  const weights = new Float64Array(to * count);
  for (let i = 0; i < to; i++) {
    const centre = antialias
      ? (i + 0.5) * scale - 0.5
      : Math.min(from - 1, Math.max(0, (i + 0.5) * scale - 0.5));
    first[i] = Math.min(from - count, Math.max(0, Math.ceil(centre - support)));
    let sum = 0;
    for (let j = 0; j < count; j++) {
      const weight = Math.max(0, 1 - Math.abs(first[i] + j - centre) / support);
      weights[i * count + j] = weight;
      sum += weight;
    }
    for (let j = 0; j < count; j++) weights[i * count + j] /= sum;
  }
  return { first, weights, count };
}

/** [height, width, channels] -> [height, newWidth, channels] */
function resizeRows({ data, height, width, channels }: Raster, taps: Taps, newWidth: number): Float32Array {
  const { first, weights, count } = taps;
  const out = new Float32Array(height * newWidth * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < newWidth; x++) {
      const from = (y * width + first[x]) * channels;
      const to = (y * newWidth + x) * channels;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let j = 0; j < count; j++) sum += weights[x * count + j] * data[from + j * channels + c];
        out[to + c] = sum;
      }
    }
  }
  return out;
}

/** [height, rowLength] -> [newHeight, rowLength] */
function resizeColumns(data: Float32Array, taps: Taps, newHeight: number, rowLength: number): Float32Array {
  const { first, weights, count } = taps;
  const out = new Float32Array(newHeight * rowLength);
  for (let y = 0; y < newHeight; y++) {
    const row = out.subarray(y * rowLength, (y + 1) * rowLength);
    for (let j = 0; j < count; j++) {
      const weight = weights[y * count + j];
      if (weight === 0) continue;
      const from = (first[y] + j) * rowLength;
      for (let i = 0; i < rowLength; i++) row[i] += weight * data[from + i];
    }
  }
  return out;
}

function likeSource<Data extends Uint8Array | Float32Array>(source: Data, values: Float32Array): Data {
  if (source instanceof Float32Array) return values as Data;
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) bytes[i] = Math.min(255, Math.max(0, Math.floor(values[i] + 0.5)));
  return bytes as Data;
}
