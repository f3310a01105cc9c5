import type { Raster } from "./raster.ts";

/** Where each output position looks on one axis: the two neighbours, and the share of the second. */
export interface AxisTaps {
  low: Int32Array;
  high: Int32Array;
  share: Float64Array;
}

/**
 * What lies beyond the ends: the last pixel again (`clamp`), or the axis mirrored without repeating it (`mirror`,
 * ... 2 1 | 0 1 2 | 1 0 ..., which scikit-image and numpy call reflect).
 */
export type Edge = "clamp" | "mirror";

/** Linear interpolation at source positions (pixel centres are whole numbers) on an axis of `size` pixels. */
export function axisTaps(positions: ArrayLike<number>, size: number, edge: Edge): AxisTaps {
  const count = positions.length;
  const taps = { low: new Int32Array(count), high: new Int32Array(count), share: new Float64Array(count) };
  const inside =
    edge === "mirror"
      ? (index: number) => mirror(index, size)
      : (index: number) => Math.min(size - 1, Math.max(0, index));
  for (let i = 0; i < count; i++) {
    const floor = Math.floor(positions[i]);
    taps.low[i] = inside(floor);
    taps.high[i] = inside(floor + 1);
    taps.share[i] = positions[i] - floor;
  }
  return taps;
}

/** Index after reflection at both ends. */
function mirror(index: number, size: number): number {
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const place = ((index % period) + period) % period;
  return place < size ? place : period - place;
}

/** Source positions of a resize with half-pixel centres: (i + 1/2) from / to - 1/2. */
export function halfPixelPositions(from: number, to: number): Float64Array {
  return Float64Array.from({ length: to }, (_, i) => ((i + 0.5) * from) / to - 0.5);
}

/** Source positions of a resize that keeps the outer pixels where they are (torch `align_corners=True`). */
export function cornerPositions(from: number, to: number): Float64Array {
  return Float64Array.from({ length: to }, (_, i) => (to === 1 ? 0 : (i * (from - 1)) / (to - 1)));
}

/** out(y, x) = bilinear sample of the source, [rows, columns, channels]. */
export function sampleBilinear(
  { data, height, width, channels }: Raster<Float32Array | Float64Array>,
  rows: AxisTaps,
  columns: AxisTaps,
): Float64Array {
  const across = columns.low.length;
  const wide = new Float64Array(height * across * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < across; x++) {
      const a = (y * width + columns.low[x]) * channels;
      const b = (y * width + columns.high[x]) * channels;
      const share = columns.share[x];
      const to = (y * across + x) * channels;
      for (let c = 0; c < channels; c++) wide[to + c] = (1 - share) * data[a + c] + share * data[b + c];
    }
  }
  const line = across * channels;
  const out = new Float64Array(rows.low.length * line);
  for (let y = 0; y < rows.low.length; y++) {
    const a = rows.low[y] * line;
    const b = rows.high[y] * line;
    const share = rows.share[y];
    for (let i = 0; i < line; i++) out[y * line + i] = (1 - share) * wide[a + i] + share * wide[b + i];
  }
  return out;
}

/** The transpose of `sampleBilinear`: from d/d(out) [rows, columns, channels] to d/d(source) [height, width, channels]. */
export function spreadBilinear(
  gradient: ArrayLike<number>,
  { height, width, channels }: { height: number; width: number; channels: number },
  rows: AxisTaps,
  columns: AxisTaps,
): Float64Array {
  const across = columns.low.length;
  const line = across * channels;
  const wide = new Float64Array(height * line);
  for (let y = 0; y < rows.low.length; y++) {
    const a = rows.low[y] * line;
    const b = rows.high[y] * line;
    const share = rows.share[y];
    for (let i = 0; i < line; i++) {
      wide[a + i] += (1 - share) * gradient[y * line + i];
      wide[b + i] += share * gradient[y * line + i];
    }
  }
  const out = new Float64Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < across; x++) {
      const share = columns.share[x];
      for (let c = 0; c < channels; c++) {
        const by = wide[(y * across + x) * channels + c];
        out[(y * width + columns.low[x]) * channels + c] += (1 - share) * by;
        out[(y * width + columns.high[x]) * channels + c] += share * by;
      }
    }
  }
  return out;
}
