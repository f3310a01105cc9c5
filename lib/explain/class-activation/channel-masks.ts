import { z } from "zod";
import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import type { CostModel } from "../define-explainer.ts";
import { softmax } from "../softmax.ts";

/** The option of methods that mask by every channel. */
export const channelsOption = z
  .int()
  .min(1)
  .nullable()
  .default(null)
  .describe(
    "only this many channels, those with the largest mean activation, which is no longer the published method; null = all",
  );

/** How many that is on a model. */
export const countChannels = (channels: number | null, { featureShape }: CostModel): number =>
  Math.min(channels ?? featureShape.channels, featureShape.channels);

/** One channel k of a feature map [h, w, K] as a map of its own. */
export function channelMap(
  features: Float32Array,
  height: number,
  width: number,
  channel: number,
): SaliencyMap {
  const channels = features.length / (height * width);
  const data = new Float32Array(height * width);
  for (let cell = 0; cell < data.length; cell++) data[cell] = features[cell * channels + channel];
  return { data, height, width };
}

export function valueRange({ data }: SaliencyMap): number {
  let low = Infinity;
  let high = -Infinity;
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}

/** The `count` channels with the largest mean activation, in their own order; all of them for null. */
export function strongestChannels(features: Float32Array, channels: number, count: number | null): number[] {
  const all = Array.from({ length: channels }, (_, k) => k);
  if (count === null || count >= channels) return all;
  const sums = new Float64Array(channels);
  for (let i = 0; i < features.length; i++) sums[i % channels] += features[i];
  return all
    .sort((a, b) => sums[b] - sums[a] || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

/** A channel as it multiplies an image, [height, width]: min-max at feature size, then bilinear. A constant one is all 0. */
export function normalisedMask(channel: SaliencyMap, height: number, width: number): Float32Array {
  return upsampleMap(minMax(channel), height, width).data;
}

/** A channel of a feature map, with its number. */
export interface Channel {
  k: number;
  map: SaliencyMap;
}

/** How scored channels become one map; see `combineChannels`. */
export type Combination = "normalised" | "softmax" | "upsampled";

/**
 * relu(sum_k w_k M_k), where the weights are the channels' scores:
 *
 * - `normalised`: M_k the channel min-maxed; a constant one adds 1 everywhere, which the map's min-max removes
 * - `softmax`: M_k as it is, w the softmax of the scores over the channels
 * - `upsampled`: M_k as it is, brought to the image's size first
 *
 * @param size of the map: the features', or for `upsampled` the image's
 */
export function combineChannels(
  how: Combination,
  channels: readonly Channel[],
  scores: Float64Array,
  { constant, height, width }: { constant: number; height: number; width: number },
): SaliencyMap {
  const weights = how === "softmax" ? softmax(scores) : scores;
  const sum = new Float64Array(height * width).fill(how === "normalised" ? constant : 0);
  for (const [i, { map }] of channels.entries()) {
    const { data } = how === "upsampled" ? upsampleMap(map, height, width) : map;
    const range = how === "normalised" ? valueRange(map) : 1;
    const low = how === "normalised" ? lowest(data) : 0;
    for (let cell = 0; cell < sum.length; cell++) sum[cell] += (weights[i] * (data[cell] - low)) / range;
  }
  return { data: Float32Array.from(sum, (value) => Math.max(0, value)), height, width };
}

function lowest(values: Float32Array): number {
  let low = Infinity;
  for (const value of values) if (value < low) low = value;
  return low;
}
