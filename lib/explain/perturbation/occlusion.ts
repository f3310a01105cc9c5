import { z } from "zod";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { type MaskedImage, scoreMasked } from "../masked-scores.ts";
import type { Score } from "../score-gradients.ts";
import { softmax } from "../softmax.ts";

const options = z.object({
  window: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("side of the square that is covered, in pixels; null = a sixth of the image's"),
  stride: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("pixels from one square to the next; null = half the window"),
  baseline: z
    .number()
    .min(-10)
    .max(10)
    .default(0)
    .describe("what covers the square, in model input: 0 is the mean colour"),
  score: z
    .enum(["logit", "probability"])
    .default("logit")
    .describe("what falls when evidence is covered: the class's logit or its probability"),
});

/** Windows along an axis: the last one may leave the image and is cut there. */
const windowsOf = (size: number, window: number, stride: number): number =>
  Math.max(1, Math.ceil((size - window) / stride) + 1);

function sizesOf({ window, stride }: { window: number | null; stride: number | null }, side: number) {
  const wide = Math.min(side, window ?? Math.max(1, Math.round(side / 6)));
  return { window: wide, stride: stride ?? Math.max(1, Math.round(wide / 2)) };
}

/**
 * Occlusion (Zeiler and Fergus 2014), as Captum counts: a square slides over the image x, and what the score f_c loses is
 * shared among the pixels it covered. W_p the squares that cover pixel p, x_W the image with square W covered:
 *
 *   M_p = mean over W in W_p of f_c(x) - f_c(x_W)      at the image's size; 0 where no square came
 */
export const occlusion = defineExplainer({
  id: "occlusion",
  name: "Occlusion",
  group: "perturbation",
  cites: ["zeiler2014"],
  needs: ["predictions"],
  explains: "for",
  signed: true,
  options,
  batchSize: 1,
  formula: "mean over the squares that cover a pixel of f_c(x) - f_c(x with the square covered)",
  cost(chosen, { inputSize }) {
    const { window, stride } = sizesOf(chosen, inputSize);
    return { forwards: 1 + windowsOf(inputSize, window, stride) ** 2, backwards: 0 };
  },
  explain: (input, chosen) =>
    explainSingly(input, ({ random: _, ...one }) => {
      const sizes = sizesOf(chosen, Math.min(one.image.height, one.image.width));
      return occlusionMap({ ...one, ...chosen, ...sizes });
    }),
});

export interface OcclusionInput {
  model: ModelView;
  /** One image. */
  image: ImageBatch;
  target: number;
  window: number;
  stride: number;
  baseline: number;
  score: Score;
  report(share: number): Promise<void>;
}

export async function occlusionMap(input: OcclusionInput): Promise<SaliencyMap> {
  const { model, image, target, window, stride, baseline, report } = input;
  const { height, width, data } = image;
  const across = windowsOf(width, window, stride);
  const total = windowsOf(height, window, stride) * across;
  const sums = new Float64Array(height * width);
  const covered = new Int32Array(height * width);
  const eachPixel = (n: number, visit: (pixel: number) => void) => {
    const top = Math.floor(n / across) * stride;
    const left = (n % across) * stride;
    for (let y = top; y < Math.min(height, top + window); y++) {
      for (let x = left; x < Math.min(width, left + window); x++) visit(y * width + x);
    }
  };
  function* covers(): Generator<MaskedImage> {
    yield { owner: -1, write: (pixels) => pixels.set(data) };
    for (let n = 0; n < total; n++) {
      const write = (pixels: Float32Array) => {
        pixels.set(data);
        eachPixel(n, (pixel) => pixels.fill(baseline, pixel * 3, pixel * 3 + 3));
      };
      yield { owner: n, write };
    }
  }
  let clean = 0;
  const take = (n: number, logits: Float32Array) => {
    const score = input.score === "logit" ? logits[target] : softmax(logits)[target];
    if (n < 0) clean = score;
    else {
      eachPixel(n, (pixel) => {
        sums[pixel] += clean - score;
        covered[pixel]++;
      });
    }
  };
  await scoreMasked({ model, image, images: covers(), total: total + 1, take, report });
  const mean = (sum: number, pixel: number) => (covered[pixel] === 0 ? 0 : sum / covered[pixel]);
  return { data: Float32Array.from(sums, mean), height, width };
}
