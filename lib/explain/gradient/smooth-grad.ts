import { z } from "zod";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { createNormalFiller } from "../normal-filler.ts";
import { scoreGradients } from "../score-gradients.ts";
import { colourOption, pixelMap } from "./pixel-maps.ts";

const options = z.object({
  samples: z.int().min(1).max(10_000).default(50).describe("noisy copies of the image"),
  sigma: z
    .number()
    .min(0)
    .max(10)
    .default(0.2)
    .describe("standard deviation of the noise, in model input; 0 is the gradient"),
  squared: z.boolean().default(false).describe("average the squared gradient, as SmoothGrad-Squared does"),
  colour: colourOption("max-abs"),
});

/**
 * SmoothGrad (Smilkov et al. 2017): the gradient of the class's logit averaged over noisy copies of the image,
 * g = mean_n dy_c/dx (x + e_n), e_n ~ N(0, sigma^2); `squared` averages the squares. M_p = max over the colours of |g_p|.
 */
export const smoothGrad = defineExplainer({
  id: "smooth-grad",
  name: "SmoothGrad",
  group: "gradient",
  cites: ["smilkov2017"],
  needs: ["pixel-gradients"],
  explains: "for",
  random: true,
  options,
  batchSize: 1,
  formula: "max over the colours of |mean_n dy_c/dx (x + e_n)|",
  cost: ({ samples }) => ({ forwards: samples, backwards: samples }),
  explain: (input, { samples, sigma, squared, colour }) =>
    explainSingly(input, async ({ random, ...one }) => {
      const { mean, square } = await meanGradients({
        ...one,
        samples,
        noise: createNormalFiller(random, sigma),
      });
      return pixelMap(squared ? square : mean, one.image, colour);
    }),
});

export interface MeanGradientsInput {
  model: ModelView;
  /** One image. */
  image: ImageBatch;
  target: number;
  samples: number;
  /** Fills what is added to the image, [height, width, 3]. */
  noise(out: Float32Array, sample: number): void;
  report(share: number): Promise<void>;
}

/** Noisy images differentiated between two reports. */
const BATCH = 8;

/** Mean of the gradients and of their squares, [height, width, 3], under any source of noise. */
export async function meanGradients({ model, image, target, samples, noise, report }: MeanGradientsInput) {
  const size = image.data.length;
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let from = 0; from < samples; from += BATCH) {
    const count = Math.min(BATCH, samples - from);
    const data = new Float32Array(count * size);
    for (let n = 0; n < count; n++) {
      const noisy = data.subarray(n * size, (n + 1) * size);
      noise(noisy, from + n);
      for (let p = 0; p < size; p++) noisy[p] += image.data[p];
    }
    const classes = Array<number>(count).fill(target);
    const { gradients } = await scoreGradients(model, { ...image, data, count }, classes);
    for (let i = 0; i < gradients.length; i++) {
      mean[i % size] += gradients[i] / samples;
      square[i % size] += gradients[i] ** 2 / samples;
    }
    await report((from + count) / samples);
  }
  return { mean, square };
}
