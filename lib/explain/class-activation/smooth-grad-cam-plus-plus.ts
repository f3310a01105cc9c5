import { z } from "zod";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { atLayer, layerGradients, layerOption } from "../layer-gradients.ts";
import { createNormalFiller } from "../normal-filler.ts";
import { channelsOf, sumOverCells, weighChannels } from "./weigh-channels.ts";

const options = z.object({
  variant: z
    .enum(["mean", "torchcam-0.1.2", "torchcam-0.5.0"])
    .default("mean")
    .describe(
      "mean: mean gradients and the features of the clean image, as published; the torchcam releases take gradient and features of the last noisy image, 0.5.0 with 1e-8 in the denominator",
    ),
  samples: z.int().min(1).max(1000).default(4).describe("noisy copies of the image"),
  sigma: z.number().min(0).max(10).default(0.3).describe("standard deviation of the noise, in model input"),
  layer: layerOption,
});
export type SmoothOptions = z.output<typeof options>;

/**
 * Smooth Grad-CAM++ (Omeiza et al. 2019): Grad-CAM++ with gradient powers that are means over noisy copies x + e of the image,
 * e ~ N(0, sigma^2). G_p = mean_n g_n^p, A of the clean image:
 *
 *   alpha = G_2 / (2 G_2 + sum_ab A_ab G_3)      w_k = sum_ij alpha relu(G_1)      M = relu(sum_k w_k A_k)
 *
 * A cell whose denominator is 0 has no weight. On the last feature map under a mean and a linear layer the gradient does not depend
 * on the image, so the noise changes nothing there: look at an inner layer.
 */
export const smoothGradCamPlusPlus = defineExplainer({
  id: "smooth-grad-cam++",
  name: "Smooth Grad-CAM++",
  group: "class activation",
  cites: ["omeiza2019"],
  needs: ["features", "gradients"],
  explains: "for",
  random: true,
  options,
  batchSize: 1,
  formula: "Grad-CAM++ with powers of the gradient averaged over noisy images",
  cost: ({ samples }) => ({ forwards: samples + 1, backwards: samples }),
  explain: (input, settings) =>
    explainSingly(input, async ({ model, image, target, random, report }) => {
      const noise = createNormalFiller(random, settings.sigma);
      const map = await smoothMap({ model: atLayer(model, settings.layer), image, target, settings, noise });
      await report(1);
      return map;
    }),
});

export interface SmoothInput {
  /** Seen from the layer. */
  model: ModelView;
  image: ImageBatch;
  target: number;
  settings: SmoothOptions;
  /** Fills what is added to the image, [height, width, 3]. */
  noise(out: Float32Array, sample: number): void;
}

/** The map of one image under any source of noise. */
export async function smoothMap({
  model,
  image,
  target,
  settings,
  noise,
}: SmoothInput): Promise<SaliencyMap> {
  const { variant, samples } = settings;
  const { height, width, channels } = model.featureShape;
  const clean = channelsOf((await model.forward(image)).features, 0, model);
  const powers = [1, 2, 3].map(() => new Float64Array(clean.data.length));
  const draw = new Float32Array(image.data.length);
  let last = { a: clean, g: clean };
  for (let n = 0; n < samples; n++) {
    noise(draw, n);
    const noisy = { ...image, data: image.data.map((value, p) => value + draw[p]) };
    const { features, gradients } = await layerGradients(model, noisy, [target]);
    last = { a: channelsOf(features, 0, model), g: channelsOf(gradients, 0, model) };
    for (let i = 0; i < gradients.length; i++) {
      for (const [p, sum] of powers.entries()) sum[i] += gradients[i] ** (p + 1) / samples;
    }
  }
  const [first, second, third] = powers;
  const epsilon = variant === "torchcam-0.5.0" ? 1e-8 : 0;
  const cubes = new Float64Array(channels);
  const activity = new Float64Array(channels);
  for (let i = 0; i < third.length; i++) {
    cubes[i % channels] += third[i] * clean.data[i];
    activity[i % channels] += clean.data[i];
  }
  const isMean = variant === "mean";
  const slope = isMean ? { ...clean, data: Float32Array.from(first) } : last.g;
  let at = 0;
  const weights = sumOverCells(slope, slope, (_, g, k) => {
    const i = at++;
    const below = 2 * second[i] + (isMean ? activity[k] * third[i] : cubes[k]) + epsilon;
    return below === 0 ? 0 : (second[i] / below) * Math.max(0, g);
  });
  return { data: weighChannels(isMean ? clean : last.a, weights, true), height, width };
}
