import { z } from "zod";
import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { type MaskedImage, multiplyMask, scoreMasked } from "../masked-scores.ts";
import { softmax } from "../softmax.ts";
import {
  channelMap,
  channelsOption,
  combineChannels,
  countChannels,
  strongestChannels,
  valueRange,
} from "./channel-masks.ts";
import { type ScoredMap, type SsCamInput, ssCamMap } from "./ss-cam.ts";

const options = z.object({
  variant: z
    .enum(["official", "torchcam-0.1.2", "torchcam-0.5.0"])
    .default("official")
    .describe(
      "official: the authors' code; torchcam-0.1.2: the code of SCOUTER's comparison; torchcam-0.5.0: softmax of the logits over the channels",
    ),
  channels: channelsOption,
});
export type ScoreCamOptions = z.output<typeof options>;

/**
 * Score-CAM (Wang et al. 2020): a channel counts as much as the class survives when only what it shows is left. A_k [h, w]
 * channel k, U_k [H, W] its upsampling, x the image:
 *
 * - `official`: w_k = softmax(f(x minmax(U_k)))_c, constant channels skipped; M [H, W] = relu(sum_k w_k U_k)
 * - `torchcam-0.1.2`: the mask is min-maxed before it is upsampled, and so is what is summed: M [h, w] = relu(sum_k w_k minmax(A_k))
 * - `torchcam-0.5.0`: that mask, w = softmax over k of the logits f_c(x U_k); M [h, w] = relu(sum_k w_k A_k)
 *
 * The last two are SS-CAM `a` and `b` without noise.
 */
export const scoreCam = defineExplainer({
  id: "score-cam",
  name: "Score-CAM",
  group: "class activation",
  cites: ["wang2020scorecam"],
  needs: ["features", "predictions"],
  explains: "for",
  options,
  batchSize: 1,
  formula: "relu(sum_k w_k U_k), w_k = softmax(f(x minmax(U_k)))_c",
  cost: ({ channels }, model) => ({ forwards: 1 + countChannels(channels, model), backwards: 0 }),
  explain: (input, settings) =>
    explainSingly(input, async ({ random: _, ...one }) => {
      const { features } = await one.model.forward(one.image);
      return (await scoreCamMap({ ...one, features, settings })).map;
    }),
});

export type ScoreCamInput = Omit<SsCamInput, "settings" | "noise"> & { settings: ScoreCamOptions };

/** The map of one image with its weights. */
export async function scoreCamMap(input: ScoreCamInput): Promise<ScoredMap> {
  const { variant, channels } = input.settings;
  if (variant === "official") return officialMap(input);
  const ofSsCam = variant === "torchcam-0.1.2" ? ("a" as const) : ("b" as const);
  const settings = { variant: ofSsCam, samples: 1, sigma: 0, channels };
  return ssCamMap({ ...input, settings, noise: () => {} });
}

async function officialMap({ model, image, features, target, settings, report }: ScoreCamInput) {
  const { featureShape } = model;
  const { height, width } = image;
  const live = strongestChannels(features, featureShape.channels, settings.channels)
    .map((k) => ({ k, map: channelMap(features, featureShape.height, featureShape.width, k) }))
    .filter(({ map }) => valueRange(map) > 0);
  function* masked(): Generator<MaskedImage> {
    for (const [owner, { map }] of live.entries()) {
      const { data } = minMax(upsampleMap(map, height, width));
      yield { owner, write: (pixels) => multiplyMask(pixels, image.data, data) };
    }
  }
  const scores = new Float64Array(live.length);
  const take = (owner: number, logits: Float32Array) => {
    scores[owner] = softmax(logits)[target];
  };
  await scoreMasked({ model, image, images: masked(), total: live.length, take, report });
  const weights = new Float64Array(featureShape.channels);
  for (const [i, { k }] of live.entries()) weights[k] = scores[i];
  return { map: combineChannels("upsampled", live, scores, { constant: 0, height, width }), weights };
}
