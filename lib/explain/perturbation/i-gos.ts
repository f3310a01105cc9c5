import { z } from "zod";
import { axisTaps, cornerPositions, sampleBilinear, spreadBilinear } from "#lib/imaging/axis-taps.ts";
import { blur, gaussianTaps } from "#lib/imaging/blur.ts";
import { minMax } from "#lib/imaging/saliency.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { createNormalFiller } from "../normal-filler.ts";
import { scoreGradients } from "../score-gradients.ts";
import { softmax } from "../softmax.ts";

const options = z.object({
  size: z.int().min(2).max(256).default(28).describe("cells along each side of the mask"),
  iterations: z.int().min(1).max(1000).default(15).describe("steps of the descent"),
  path: z.int().min(1).max(1000).default(20).describe("points of the integral"),
  l1: z.number().min(0).default(1).describe("price of the area that is covered"),
  tv: z.number().min(0).default(20).describe("price of roughness"),
  sigma: z
    .number()
    .min(0)
    .max(10)
    .default(0.2)
    .describe("standard deviation of the noise on each point, in model input"),
});
export type IgosOptions = z.output<typeof options>;

/** The line search: first step, what it is multiplied by, the least, and the share of the predicted decrease it must reach. */
const LINE = { start: 200, factor: 0.2, least: 1e-5, share: 1e-4 };
/** The authors' code divides the integral by this whatever the number of points. */
const INTEGRAL_DIVISOR = 20;
/** The baseline's blur. */
const BLUR = { taps: 51, sigma: 50 };

/**
 * I-GOS (Qi et al. 2020): the smallest smooth mask whose removal makes the class vanish, found along the integrated gradient,
 * which points to the global optimum where the gradient of the mask itself is stuck. M [s, s], U its bilinear enlargement
 * (corners kept), x the image, b its blur, p_c the class's probability, e_k ~ N(0, sigma^2):
 *
 *   R(M) = l1 mean|1 - M| + tv (mean (row differences)^2 + mean (column differences)^2)
 *   J(M) = R(M) + 1/20 sum_k p_c(k/K U x + (1 - k/K U) b + e_k)      descended by backtracking on R(M) + p_c(U x + (1 - U) b)
 *
 * The map is 1 where the mask removes: minmax(2 max U - U), at the image's size. The authors' `l1` 3 and `tv` 60 belong to a
 * mask of 112 cells; the defaults here are those of their later I-GOS++ code.
 */
export const iGos = defineExplainer({
  id: "i-gos",
  name: "I-GOS",
  group: "perturbation",
  cites: ["qi2020"],
  needs: ["pixel-gradients", "predictions"],
  explains: "for",
  random: true,
  options,
  batchSize: 1,
  formula: "the smallest smooth mask that removes the class, by integrated gradients of its probability",
  cost: ({ iterations, path }) => ({ forwards: iterations * (path + 10), backwards: iterations * path }),
  explain: (input, settings) =>
    explainSingly(input, async ({ model, image, target, random, report }) => {
      const { saliency } = await removeClass({
        model,
        image,
        baseline: blurredImage(image),
        target,
        settings,
        noise: createNormalFiller(random, settings.sigma),
        step: (done) => report(done / settings.iterations),
      });
      return saliency;
    }),
});

/** The image so blurred that no class is left, [height, width, 3]; an image smaller than the window keeps mirroring. */
export function blurredImage({ data, height, width }: ImageBatch): Float32Array {
  const taps = gaussianTaps(BLUR.sigma, BLUR.taps >> 1);
  return Float32Array.from(blur({ data, height, width, channels: 3 }, taps, "mirror"));
}

export interface IgosInput {
  model: ModelView;
  /** One image. */
  image: ImageBatch;
  /** What the mask lets through where it is 0, [height, width, 3]. */
  baseline: Float32Array;
  target: number;
  settings: IgosOptions;
  /** Fills what is added to point k of the path in iteration t, [height, width, 3]. */
  noise(out: Float32Array, k: number, t: number): void;
  /** After each step. */
  step(done: number): Promise<void>;
}

export interface IgosStep {
  regulariser: number;
  /** p_c behind the mask, before the step. */
  probability: number;
  step: number;
  gradientSquared: number;
  /** After the step, [s, s]. */
  mask: Float64Array;
}

export interface IgosResult {
  steps: IgosStep[];
  /** U of the last mask, [height, width]. */
  upsampled: Float64Array;
  saliency: SaliencyMap;
}

/** The descent of one image under any source of noise. */
export async function removeClass(input: IgosInput): Promise<IgosResult> {
  const { settings, image } = input;
  const problem = createProblem(input);
  let mask: Float64Array = new Float64Array(settings.size * settings.size).fill(1);
  let { l1 } = settings;
  const steps: IgosStep[] = [];
  const curve: number[] = [];
  for (let t = 0; t < settings.iterations; t++) {
    const { regulariser, gradient } = await problem.objective(mask, l1, t);
    const probability = await problem.probability(mask);
    const gradientSquared = gradient.reduce((sum, by) => sum + by * by, 0);
    const loss = regulariser + probability;
    let step = LINE.start;
    for (;;) {
      const candidate = moved(mask, gradient, step);
      const found = problem.regularise(candidate, l1).value + (await problem.probability(candidate));
      if (found <= loss - LINE.share * step * gradientSquared) break;
      step *= LINE.factor;
      if (step < LINE.least) break;
    }
    mask = moved(mask, gradient, step);
    steps.push({ regulariser, probability, step, gradientSquared, mask });
    if (t === 0) curve.push(probability);
    curve.push(probability);
    if (settings.iterations > 3) {
      const change = Math.abs(curve[0] - curve[t]);
      if (t === Math.floor(settings.iterations / 2)) {
        if (change <= 0.001) l1 /= 10;
      } else if (t === Math.floor(settings.iterations / 1.25) && change <= 0.01) l1 /= 5;
    }
    await input.step(t + 1);
  }
  const upsampled = problem.upsample(mask);
  const top = upsampled.reduce((most, value) => Math.max(most, value), -Infinity);
  const { height, width } = image;
  const saliency = minMax({ data: Float32Array.from(upsampled, (u) => 2 * top - u), height, width });
  return { steps, upsampled, saliency };
}

/** M - step G, clamped to [0, 1]. */
export function moved(mask: Float64Array, gradient: Float64Array, step: number): Float64Array {
  return mask.map((value, i) => Math.min(1, Math.max(0, value - step * gradient[i])));
}

/** R, p_c and J of one image, and the gradient of J, all as functions of the mask. */
export function createProblem({ model, image, baseline, target, settings, noise }: Omit<IgosInput, "step">) {
  const { height, width, data } = image;
  const { size, path, tv } = settings;
  const rows = axisTaps(cornerPositions(size, height), size, "clamp");
  const columns = axisTaps(cornerPositions(size, width), size, "clamp");
  const grid = { height: size, width: size, channels: 1 };
  const upsample = (mask: Float64Array) => sampleBilinear({ data: mask, ...grid }, rows, columns);
  const blend = (out: Float32Array, u: Float64Array, share: number) => {
    for (let i = 0; i < out.length; i++) {
      const keep = share * u[Math.floor(i / 3)];
      out[i] += data[i] * keep + baseline[i] * (1 - keep);
    }
  };
  return {
    upsample,
    regularise: (mask: Float64Array, l1: number) => regularise(mask, size, l1, tv),
    async probability(mask: Float64Array): Promise<number> {
      const shown = new Float32Array(data.length);
      blend(shown, upsample(mask), 1);
      return softmax(await model.predict({ ...image, data: shown }))[target];
    },
    async objective(mask: Float64Array, l1: number, t: number) {
      const u = upsample(mask);
      const points = new Float32Array(path * data.length);
      for (let k = 0; k < path; k++) {
        const point = points.subarray(k * data.length, (k + 1) * data.length);
        noise(point, k, t);
        blend(point, u, (k + 1) / path);
      }
      const classes = Array<number>(path).fill(target);
      const batch = { ...image, data: points, count: path };
      const { scores, gradients } = await scoreGradients(model, batch, classes, "probability");
      const byU = new Float64Array(height * width);
      for (let i = 0; i < gradients.length; i++) {
        const at = i % data.length;
        const share = (Math.floor(i / data.length) + 1) / path;
        byU[Math.floor(at / 3)] += (gradients[i] * share * (data[at] - baseline[at])) / INTEGRAL_DIVISOR;
      }
      const own = regularise(mask, size, l1, tv);
      const ofPath = spreadBilinear(byU, grid, rows, columns);
      const sum = scores.reduce((total, score) => total + score, 0);
      return {
        regulariser: own.value,
        value: own.value + sum / INTEGRAL_DIVISOR,
        gradient: own.gradient.map((by, i) => by + ofPath[i]),
      };
    },
  };
}

/** R(M) and its gradient; the size of 0 has slope 0. */
function regularise(mask: Float64Array, size: number, l1: number, tv: number) {
  const gradient = mask.map((value) => (-l1 * Math.sign(1 - value)) / mask.length);
  let value = mask.reduce((sum, m) => sum + (l1 * Math.abs(1 - m)) / mask.length, 0);
  const pairs = size * (size - 1);
  const rough = (a: number, b: number) => {
    const off = mask[a] - mask[b];
    value += (tv * off * off) / pairs;
    gradient[a] += (2 * tv * off) / pairs;
    gradient[b] -= (2 * tv * off) / pairs;
  };
  for (let i = 0; i < mask.length; i++) {
    if (i + size < mask.length) rough(i, i + size);
    if (i % size < size - 1) rough(i, i + 1);
  }
  return { value, gradient };
}
