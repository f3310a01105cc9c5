import type { Raster } from "./raster.ts";

/** Beyond the edge: black, or the picture mirrored without repeating its last pixel (OpenCV's reflect101). */
export type BlurEdge = "zero" | "mirror";

/** exp(-i^2 / (2 sigma^2)) at i = -reach..reach, sum 1. sigma 0 is the identity. */
export function gaussianTaps(sigma: number, reach: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    sigma === 0 ? Number(i === reach) : Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = taps.reduce((total, tap) => total + tap);
  return taps.map((tap) => tap / sum);
}

/**
 * A Gaussian window of `size` taps as RISE's authors make it: one pixel smoothed by SciPy's gaussian_filter, which reaches
 * round(4 sigma) and mirrors with the last pixel repeated, so a wide Gaussian in a small window is nearly a box. Sum 1.
 */
export function reflectedGaussianTaps(sigma: number, size: number): Float64Array {
  const reach = Math.floor(4 * sigma + 0.5);
  const taps = gaussianTaps(sigma, reach);
  const centre = size >> 1;
  const out = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = -reach; j <= reach; j++) {
      const period = 2 * size;
      const place = (((i + j) % period) + period) % period;
      if ((place < size ? place : period - 1 - place) === centre) out[i] += taps[j + reach];
    }
  }
  return out;
}

/** Both axes by the same odd number of taps, each channel for itself. Returns [height, width, channels]. */
export function blur(
  { data, height, width, channels }: Raster<Float32Array | Float64Array>,
  taps: Float64Array,
  edge: BlurEdge,
): Float64Array {
  const down = blurAxis(data, { lines: 1, size: height, step: width * channels }, taps, edge);
  return blurAxis(down, { lines: height, size: width, step: channels }, taps, edge);
}

/** `lines` blocks, each of `size` rows of `step` numbers, blurred over the rows. */
function blurAxis(
  data: ArrayLike<number>,
  { lines, size, step }: { lines: number; size: number; step: number },
  taps: Float64Array,
  edge: BlurEdge,
): Float64Array {
  const reach = taps.length >> 1;
  const out = new Float64Array(data.length);
  const period = 2 * (size - 1);
  for (let line = 0; line < lines; line++) {
    const base = line * size * step;
    for (let at = 0; at < size; at++) {
      const to = base + at * step;
      for (let j = 0; j < taps.length; j++) {
        let from = at + j - reach;
        if (from < 0 || from >= size) {
          if (edge === "zero") continue;
          const place = period === 0 ? 0 : ((from % period) + period) % period;
          from = place < size ? place : period - place;
        }
        const row = base + from * step;
        for (let i = 0; i < step; i++) out[to + i] += taps[j] * data[row + i];
      }
    }
  }
  return out;
}
