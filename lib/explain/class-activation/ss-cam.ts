import { z } from "zod";
import { upsampleMap } from "#lib/imaging/saliency.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { type MaskedImage, scoreMasked } from "../masked-scores.ts";
import { createNormalFiller } from "../normal-filler.ts";
import { softmax } from "../softmax.ts";
import {
  type Channel,
  type Combination,
  channelMap,
  channelsOption,
  combineChannels,
  countChannels,
  normalisedMask,
  strongestChannels,
  valueRange,
} from "./channel-masks.ts";

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
  channels: channelsOption,
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
  group: "class activation",
  cites: ["wang2020sscam"],
  needs: ["features", "predictions"],
  explains: "for",
  random: true,
  options,
  batchSize: 1,
  formula: "relu(sum_k w_k A_k), w = softmax_k(mean_n f_c(x (U_k + d_kn)))",
  cost: ({ samples, channels }, model) => ({
    forwards: 1 + samples * countChannels(channels, model),
    backwards: 0,
  }),
  explain: (input, settings) =>
    explainSingly(input, async ({ random, ...one }) => {
      const { features } = await one.model.forward(one.image);
      const noise = createNormalFiller(random);
      return (await ssCamMap({ ...one, features, settings, noise })).map;
    }),
});

export interface SsCamInput {
  model: ModelView;
  /** One image. */
  image: ImageBatch;
  /** [h, w, K] */
  features: Float32Array;
  target: number;
  settings: SsCamOptions;
  /** Fills standard normals for one mask; variant `a`: [height, width, 3] once a sample, channel 0; else [height, width]. */
  noise(out: Float32Array, sample: number, channel: number): void;
  report(share: number): Promise<void>;
}

export interface ScoredMap {
  map: SaliencyMap;
  /** Weight of every channel in the map, [K]; 0 for one that was left out. */
  weights: Float64Array;
}

const COMBINED: Record<SsCamOptions["variant"], Combination> = {
  a: "normalised",
  b: "softmax",
  c: "upsampled",
};

/** The map of one image under any source of noise. */
export async function ssCamMap(input: SsCamInput): Promise<ScoredMap> {
  const { model, features, settings, target, image } = input;
  const { height, width, channels } = model.featureShape;
  const chosen = strongestChannels(features, channels, settings.channels).map((k) => ({
    k,
    map: channelMap(features, height, width, k),
  }));
  const live = chosen.filter(({ map }) => settings.variant === "b" || valueRange(map) > 0);
  const isLogit = settings.variant === "b";
  const means = new Float64Array(live.length);
  await scoreMasked({
    model,
    image,
    images: settings.variant === "a" ? sharedNoiseMasks(input, live) : ownNoiseMasks(input, live),
    total: settings.samples * live.length,
    take(owner, logits) {
      means[owner] += (isLogit ? logits[target] : softmax(logits)[target]) / settings.samples;
    },
    report: input.report,
  });
  const weights = new Float64Array(channels);
  const used = isLogit ? softmax(means) : means;
  for (const [i, { k }] of live.entries()) weights[k] = used[i];
  const map = combineChannels(COMBINED[settings.variant], live, means, {
    constant: chosen.length - live.length,
    ...(settings.variant === "c" ? { height: image.height, width: image.width } : { height, width }),
  });
  return { map, weights };
}

/** x (U_k + d_kn), channel by channel: one mask is held at a time. */
function* ownNoiseMasks({ image, settings, noise }: SsCamInput, live: Channel[]): Generator<MaskedImage> {
  const { height, width } = image;
  const draw = new Float32Array(height * width);
  for (const [owner, { k, map }] of live.entries()) {
    const raw = settings.variant === "c";
    const mask = raw ? upsampleMap(map, height, width).data : normalisedMask(map, height, width);
    const std = raw ? (settings.sigma / valueRange({ data: mask, height, width })) ** 2 : settings.sigma;
    for (let n = 0; n < settings.samples; n++) {
      if (std > 0) noise(draw, n, k);
      yield { owner, write: (pixels) => multiplyGrey(pixels, image.data, mask, draw, std) };
    }
  }
}

/** x (U_k + d_n): the same draw for every channel, so the draws are kept. */
function* sharedNoiseMasks({ image, settings, noise }: SsCamInput, live: Channel[]): Generator<MaskedImage> {
  const { height, width } = image;
  const draws = Array.from({ length: settings.samples }, (_, n) => {
    const draw = new Float32Array(height * width * 3);
    if (settings.sigma > 0) noise(draw, n, 0);
    return draw;
  });
  for (const [owner, { map }] of live.entries()) {
    const mask = normalisedMask(map, height, width);
    for (const draw of draws) {
      yield { owner, write: (pixels) => multiplyColour(pixels, image.data, mask, draw, settings.sigma) };
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
