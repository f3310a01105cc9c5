import { AppError } from "#lib/errors.ts";
import {
  float32Entry,
  readSafetensors,
  toFloat32,
  writeSafetensors,
} from "#lib/formats/weights/safetensors.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { sliceImages } from "../image-batch.ts";

/** What the features look like over many images, a value a cell and channel, [h, w, k] row-major. */
export interface IbaStatistics {
  height: number;
  width: number;
  channels: number;
  /** Images they were measured on. */
  count: number;
  mean: Float32Array;
  /** With count - 1. */
  std: Float32Array;
  /** 1 where the feature was not 0 in more than 1 % of the images: the others carry no information. */
  active: Uint8Array;
}

/** What the options of a method that needs statistics say of the layer they are about; null = the last one. */
export function statisticsLayer(options: unknown): string | null {
  const { layer = null } = (options ?? {}) as { layer?: string | null };
  return layer;
}

/** Share of the images in which a feature must be non-zero to count. */
const ACTIVE_SHARE = 0.01;
/** Images put through the network at once. */
const BATCH = 32;

/**
 * Mean and spread of the last feature map, by Welford's updates in float64; per cell and channel, not per channel.
 * @throws AppError `invalid` with fewer than 2 images; `cancelled`
 */
export async function estimateIbaStatistics(
  model: ModelView,
  images: ImageBatch,
  signal?: AbortSignal,
): Promise<IbaStatistics> {
  if (images.count < 2) {
    throw new AppError("invalid", "IBA's statistics need at least 2 images, and are better with hundreds.");
  }
  const { height, width, channels } = model.featureShape;
  const size = height * width * channels;
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  const nonZero = new Int32Array(size);
  for (let from = 0; from < images.count; from += BATCH) {
    if (signal?.aborted) throw new AppError("cancelled", "Estimating IBA's statistics was cancelled.");
    const to = Math.min(from + BATCH, images.count);
    const { features } = await model.forward(sliceImages(images, from, to));
    for (let image = from; image < to; image++) {
      const offset = (image - from) * size;
      for (let i = 0; i < size; i++) {
        const value = features[offset + i];
        const before = mean[i];
        mean[i] += (value - before) / (image + 1);
        squares[i] += (value - mean[i]) * (value - before);
        if (value !== 0) nonZero[i]++;
      }
    }
  }
  const { count } = images;
  return {
    height,
    width,
    channels,
    count,
    mean: Float32Array.from(mean),
    std: Float32Array.from(squares, (sum) => Math.sqrt(sum / (count - 1))),
    active: Uint8Array.from(nonZero, (times) => (times / count > ACTIVE_SHARE ? 1 : 0)),
  };
}

/** As a safetensors file. */
export function encodeIbaStatistics(statistics: IbaStatistics): Uint8Array {
  const { height, width, channels, count, mean, std, active } = statistics;
  const shape = [height, width, channels];
  return writeSafetensors(
    {
      mean: float32Entry(shape, mean),
      std: float32Entry(shape, std),
      active: { dtype: "U8", shape, bytes: active },
    },
    { kind: "iba-statistics", count: String(count) },
  );
}

/** @throws AppError `invalid` if the bytes are not such a file */
export function decodeIbaStatistics(bytes: Uint8Array): IbaStatistics {
  const { tensors, metadata } = readSafetensors(bytes);
  const { mean, std, active } = tensors;
  if (metadata.kind !== "iba-statistics" || !mean || !std || !active) {
    throw new AppError("invalid", "This file does not hold IBA statistics.");
  }
  const [height, width, channels] = mean.shape;
  return {
    height,
    width,
    channels,
    count: Number(metadata.count),
    mean: toFloat32("mean", mean),
    std: toFloat32("std", std),
    active: active.bytes.slice(),
  };
}
