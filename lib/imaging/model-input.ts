import type { ImageBatch } from "#lib/tensor/model-view.ts";
import type { RgbImage } from "./raster.ts";
import { resizeBilinear } from "./resize.ts";

export interface ModelInputOptions {
  /** Side of the square input in pixels; pictures are stretched to it. */
  size: number;
  /** Per channel, for values in 0..1. */
  mean: readonly number[];
  std: readonly number[];
}

/**
 * Pictures as a model sees them: antialiased bilinear resize in floats (no rounding to bytes in between),
 * then x = (byte / 255 - mean) / std. Returns [count, size, size, 3].
 */
export function toModelInput(
  images: readonly RgbImage[],
  { size, mean, std }: ModelInputOptions,
): ImageBatch {
  const each = size * size * 3;
  const data = new Float32Array(images.length * each);
  images.forEach((image, index) => {
    const floats = { ...image, data: new Float32Array(image.data), channels: 3 };
    const resized =
      image.width === size && image.height === size ? floats : resizeBilinear(floats, size, size);
    normalisePixels(resized.data, mean, std, data.subarray(index * each, (index + 1) * each));
  });
  return { data, count: images.length, height: size, width: size };
}

/** Writes (v / 255 - mean_c) / std_c for channels-last values v in 0..255. */
export function normalisePixels(
  values: Float32Array,
  mean: readonly number[],
  std: readonly number[],
  out: Float32Array,
): void {
  for (let i = 0; i < values.length; i++) {
    const channel = i % mean.length;
    out[i] = (values[i] / 255 - mean[channel]) / std[channel];
  }
}
