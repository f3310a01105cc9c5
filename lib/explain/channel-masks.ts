import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";

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

/** A channel as it multiplies the image, [side, side]: min-max at feature size, then bilinear. A constant one is all 0. */
export function normalisedMask(channel: SaliencyMap, side: number): Float32Array {
  return upsampleMap(minMax(channel), side, side).data;
}
