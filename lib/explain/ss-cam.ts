import { z } from "zod";
import { upsampleMap } from "#lib/imaging/saliency.ts";
import type { ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { channelMap, normalisedMask, strongestChannels, valueRange } from "./channel-masks.ts";
import { defineExplainer } from "./define-explainer.ts";
import { sliceImages } from "./image-batch.ts";
import { type MaskedImage, sumMaskedScores } from "./masked-scores.ts";
import { createNormalFiller } from "./normal-filler.ts";
import { softmax } from "./softmax.ts";

const options = z.object({
  variant: z
    .enum(["a", "b", "c"])
    .default("b")
    .describe("which published form: a the code of SCOUTER's comparison, b torch-cam's, c the authors'"),
  samples: z.int().min(1).max(1000).default(35).describe("noisy copies of each mask"),
  sigma: z
    .number()
    .min(0)
    .max(100)
    .default(2)
    .describe("standard deviation of the noise on a mask in [0, 1]; 0 is Score-CAM"),
  channels: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      "only this many channels, those with the largest mean activation, which is no longer the published method; null = all",
    ),
});
export type SsCamOptions = z.output<typeof options>;

/**
 * SS-CAM (Wang et al. 2020): how much the class gains from what a channel shows, smoothed by noise on the mask.
 * A_k [h, w] is channel k of the last feature map, U_k [H, W] its upsampling, x the image, d noise, N samples:
 *
 * - `a` (the code used in SCOUTER's comparison): A_k min-maxed first; d ~ N(0, sigma^2) drawn once a sample [H, W, 3] for all
 *   channels; w_k = mean_n softmax(f(x (U_k + d_n)))_c; M = relu(sum_k w_k A_k). A constant channel has no mask: it adds 1
 *   everywhere, which the min-max of the map removes.
 * - `b` (default): U_k from min-maxed A_k; d one a sample and channel [H, W]; w = softmax over k of mean_n f_c(x (U_k + d_kn))
 *   (subtracting f_c(x) would cancel in that softmax); M = relu(sum_k w_k A_k) with A_k as it is.
 * - `c` (the authors' code): U_k from A_k as it is, constant channels skipped, std of d (sigma / range U_k)^2;
 *   w_k = mean_n softmax(f(x (U_k + d_kn)))_c; M [H, W] = relu(sum_k w_k U_k).
 *
 * `samples` x channels forward passes a map.
 */
export const ssCam = defineExplainer({
  id: "ss-cam",
  name: "SS-CAM",
  cites: ["wang2020sscam"],
  needs: ["features", "predictions"],
  explains: "for",
  options,
  batchSize: 1,
  formula: "relu(sum_k w_k A_k), w = softmax_k(mean_n f_c(x (U_k + d_kn)))",
  cost: ({ samples, channels }, model) => {
    const all = model.featureShape.channels;
    return 1 + samples * Math.min(channels ?? all, all);
  },
  async explain({ model, images, targets, randoms, report }, settings) {
    const maps: SaliencyMap[] = [];
    for (const [i, target] of targets.entries()) {
      const image = sliceImages(images, i, i + 1);
      const { features } = await model.forward(image);
      const fill = createNormalFiller(randoms[i]);
      maps.push(
        await ssCamMap({ model, image: image.data, features, target, settings, noise: fill, report }),
      );
    }
    return maps;
  },
});

export interface SsCamInput {
  model: ModelView;
  /** [side, side, 3] */
  image: Float32Array;
  /** [h, w, K] */
  features: Float32Array;
  target: number;
  settings: SsCamOptions;
  /** Fills standard normals for one mask; variant `a`: [side, side, 3] once a sample, channel 0; else [side, side]. */
  noise(out: Float32Array, sample: number, channel: number): void;
  report(share: number): Promise<void>;
}

/** The map of one image under any source of noise. */
export async function ssCamMap(input: SsCamInput): Promise<SaliencyMap> {
  const { model, features, settings } = input;
  const { height, width, channels } = model.featureShape;
  const chosen = strongestChannels(features, channels, settings.channels).map((k) => ({
    k,
    map: channelMap(features, height, width, k),
  }));
  const live = chosen.filter(({ map }) => settings.variant === "b" || valueRange(map) > 0);
  const masks = settings.variant === "a" ? sharedNoiseMasks(input, live) : ownNoiseMasks(input, live);
  const sums = await sumMaskedScores({
    model,
    images: masks,
    total: settings.samples * live.length,
    owners: live.length,
    score:
      settings.variant === "b" ? (logits) => logits[input.target] : (logits) => softmax(logits)[input.target],
    report: input.report,
  });
  const means = sums.map((sum) => sum / settings.samples);
  return combine(
    settings.variant,
    live.map(({ map }) => map),
    means,
    chosen.length - live.length,
    model,
  );
}

interface Channel {
  k: number;
  map: SaliencyMap;
}

/** x (U_k + d_kn), channel by channel: one mask is held at a time. */
function* ownNoiseMasks(
  { model, image, settings, noise }: SsCamInput,
  live: Channel[],
): Generator<MaskedImage> {
  const side = model.inputSize;
  const draw = new Float32Array(side * side);
  for (const [owner, { k, map }] of live.entries()) {
    const raw = settings.variant === "c";
    const mask = raw ? upsampleMap(map, side, side).data : normalisedMask(map, side);
    const std = raw
      ? (settings.sigma / valueRange({ data: mask, height: side, width: side })) ** 2
      : settings.sigma;
    for (let n = 0; n < settings.samples; n++) {
      if (std > 0) noise(draw, n, k);
      yield { owner, write: (pixels) => multiplyGrey(pixels, image, mask, draw, std) };
    }
  }
}

/** x (U_k + d_n): the same draw for every channel, so the draws are kept. */
function* sharedNoiseMasks(
  { model, image, settings, noise }: SsCamInput,
  live: Channel[],
): Generator<MaskedImage> {
  const side = model.inputSize;
  const draws = Array.from({ length: settings.samples }, (_, n) => {
    const draw = new Float32Array(side * side * 3);
    if (settings.sigma > 0) noise(draw, n, 0);
    return draw;
  });
  for (const [owner, { map }] of live.entries()) {
    const mask = normalisedMask(map, side);
    for (const draw of draws) {
      yield { owner, write: (pixels) => multiplyColour(pixels, image, mask, draw, settings.sigma) };
    }
  }
}

function multiplyGrey(
  out: Float32Array,
  image: Float32Array,
  mask: Float32Array,
  noise: Float32Array,
  std: number,
) {
  for (let p = 0, i = 0; p < mask.length; p++) {
    const m = mask[p] + std * noise[p];
    out[i] = image[i++] * m;
    out[i] = image[i++] * m;
    out[i] = image[i++] * m;
  }
}

function multiplyColour(
  out: Float32Array,
  image: Float32Array,
  mask: Float32Array,
  noise: Float32Array,
  std: number,
) {
  for (let p = 0, i = 0; p < mask.length; p++) {
    const m = mask[p];
    out[i] = image[i] * (m + std * noise[i++]);
    out[i] = image[i] * (m + std * noise[i++]);
    out[i] = image[i] * (m + std * noise[i++]);
  }
}

/** relu(sum_k w_k map_k) with the variant's weights and maps. */
function combine(
  variant: SsCamOptions["variant"],
  maps: readonly SaliencyMap[],
  means: Float64Array,
  constant: number,
  { inputSize, featureShape }: ModelView,
): SaliencyMap {
  const weights = variant === "b" ? softmax(means) : means;
  const { height, width } = variant === "c" ? { height: inputSize, width: inputSize } : featureShape;
  const sum = new Float64Array(height * width).fill(variant === "a" ? constant : 0);
  for (const [i, map] of maps.entries()) {
    const { data } = variant === "c" ? upsampleMap(map, height, width) : map;
    const range = variant === "a" ? valueRange(map) : 1;
    const low = variant === "a" ? lowest(data) : 0;
    for (let cell = 0; cell < sum.length; cell++) sum[cell] += (weights[i] * (data[cell] - low)) / range;
  }
  return { data: Float32Array.from(sum, (value) => Math.max(0, value)), height, width };
}

function lowest(values: Float32Array): number {
  let low = Infinity;
  for (const value of values) if (value < low) low = value;
  return low;
}
