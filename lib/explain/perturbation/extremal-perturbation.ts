import { z } from "zod";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { scoreGradients } from "../score-gradients.ts";
import { type BlurPyramid, createBlurPyramid } from "./blur-pyramid.ts";
import { createSmoothMask, type SmoothMask } from "./smooth-mask.ts";

const options = z.object({
  area: z.number().gt(0).lt(1).default(0.1).describe("share of the image the mask may show"),
  iterations: z.int().min(1).max(10_000).default(800).describe("steps of gradient ascent"),
  step: z.int().min(1).max(64).default(7).describe("pixels between the mask's parameters"),
  sigma: z.number().gt(0).max(200).default(21).describe("smoothness of the mask, in pixels"),
  levels: z.int().min(2).max(64).default(8).describe("degrees of blur"),
  maxBlur: z
    .number()
    .gt(0)
    .max(200)
    .default(20)
    .describe("standard deviation of the strongest blur, in pixels"),
  jitter: z.boolean().default(true).describe("mirror the image in every other step"),
});
export type ExtremalOptions = z.output<typeof options>;

/** Stochastic gradient descent as in the authors' code; the first step is not dampened, as in PyTorch. */
const RATE = 0.01;
const MOMENTUM = 0.9;
/** Weight of the area term at the start, and what each step multiplies it by. */
const AREA_WEIGHT = 300;
const AREA_GROWTH = 1.0035;

/**
 * Extremal perturbations (Fong et al. 2019, eq. 5, variant "preserve", as in TorchRay): the mask m of a given area a that keeps
 * the class's logit highest when everything else is blurred.
 *
 *   maximise f_c(blend(m)) - w mean (sort(m) - r_a)^2      r_a = 0 for the first 1 - a of the pixels, 1 for the rest
 *
 * w grows by .35 % a step, so the area is met in the end. m is a smooth maximum of parameters every `step` pixels, which are
 * clamped to [0, 1] after each step. The map is the mask of the last forward pass, at the image's size.
 */
export const extremalPerturbation = defineExplainer({
  id: "extremal-perturbation",
  name: "Extremal perturbation",
  group: "perturbation",
  cites: ["fong2019"],
  needs: ["pixel-gradients"],
  explains: "for",
  options,
  batchSize: 1,
  formula: "argmax_m f_c(image blurred outside m), m smooth and of area a",
  cost: ({ iterations }) => ({ forwards: iterations, backwards: iterations }),
  explain: (input, settings) =>
    explainSingly(input, async ({ model, image, target, report }) => {
      const step = (done: number) => report(done / settings.iterations);
      const { mask } = await findExtremalMask({ model, image, target, settings, step });
      return { data: Float32Array.from(mask), height: image.height, width: image.width };
    }),
});

export interface ExtremalInput {
  model: ModelView;
  /** One image. */
  image: ImageBatch;
  target: number;
  settings: ExtremalOptions;
  /** After each step. */
  step(done: number): Promise<void>;
}

export interface ExtremalMask {
  /** Of the last forward pass, [height, width]. */
  mask: Float64Array;
  /** After the last step, [rows, columns]. */
  parameters: Float64Array;
  /** What each step saw before it moved: the logit, and the area term, which is negative. */
  history: { reward: number; area: number }[];
  /** What the first step looked at, with all parameters 1. */
  first: { full: Float64Array; mask: Float64Array; image: Float32Array };
  pyramid: BlurPyramid;
}

/** Finds the mask of one image. */
export async function findExtremalMask(input: ExtremalInput): Promise<ExtremalMask> {
  const { model, image, target, settings } = input;
  const { height, width } = image;
  const pyramid = createBlurPyramid(image, settings.levels, settings.maxBlur);
  const smooth = createSmoothMask(height, width, settings.step, settings.sigma);
  const parameters = new Float64Array(smooth.rows * smooth.columns).fill(1);
  const velocity = new Float64Array(parameters.length);
  const history: ExtremalMask["history"] = [];
  let weight = AREA_WEIGHT;
  let first: ExtremalMask["first"] | null = null;
  let mask: Float64Array = new Float64Array(0);
  for (let t = 0; t < settings.iterations; t++) {
    const full = smooth.apply(parameters);
    mask = cropMask(full, smooth, height, width);
    const shown = pyramid.blend(mask);
    first ??= { full, mask, image: shown };
    const isFlipped = settings.jitter && t % 2 === 0;
    const seen = isFlipped ? flipped(shown, height, width) : shown;
    const { scores, gradients } = await scoreGradients(model, { ...image, data: seen }, [target]);
    const back = pyramid.back(mask, isFlipped ? flipped(gradients, height, width) : gradients);
    const area = areaTerm(full, settings.area);
    history.push({ reward: scores[0], area: -weight * area.value });
    const up = area.gradient.map((by) => -weight * by);
    eachPixel(smooth, height, width, (pixel, at) => {
      up[at] += back[pixel];
    });
    const slope = smooth.back(up);
    for (let p = 0; p < parameters.length; p++) {
      velocity[p] = t === 0 ? slope[p] : MOMENTUM * velocity[p] + (1 - MOMENTUM) * slope[p];
      parameters[p] = Math.min(1, Math.max(0, parameters[p] + RATE * velocity[p]));
    }
    weight *= AREA_GROWTH;
    await input.step(t + 1);
  }
  if (!first) throw new Error("an extremal perturbation takes at least one step");
  return { mask, parameters, history, first, pyramid };
}

/** Every pixel of the image, with its place in the whole mask. */
function eachPixel(
  { margin, fullWidth }: SmoothMask,
  height: number,
  width: number,
  visit: (pixel: number, at: number) => void,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) visit(y * width + x, (y + margin) * fullWidth + x + margin);
  }
}

function cropMask(full: Float64Array, smooth: SmoothMask, height: number, width: number): Float64Array {
  const mask = new Float64Array(height * width);
  eachPixel(smooth, height, width, (pixel, at) => {
    mask[pixel] = full[at];
  });
  return mask;
}

function flipped(data: Float32Array, height: number, width: number): Float32Array {
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + width - 1 - x) * 3;
      out.set(data.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  return out;
}

/**
 * mean (sort(m) - r)^2 and its gradient in m; r is 0 for the first floor(n (1 - a)) values, 1 for the rest. Of equal values
 * the later ones count as larger.
 */
function areaTerm(full: Float64Array, area: number): { value: number; gradient: Float64Array } {
  const n = full.length;
  const zeros = Math.floor(n * (1 - area));
  const threshold = zeros < n ? full.slice().sort()[zeros] : Infinity;
  let ties = n - zeros;
  for (let i = 0; i < n; i++) if (full[i] > threshold) ties--;
  const gradient = new Float64Array(n);
  let value = 0;
  for (let i = n - 1; i >= 0; i--) {
    const isOne = full[i] > threshold || (full[i] === threshold && ties-- > 0);
    const off = full[i] - (isOne ? 1 : 0);
    value += (off * off) / n;
    gradient[i] = (2 * off) / n;
  }
  return { value, gradient };
}
