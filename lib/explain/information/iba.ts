import type { Scalar, Tensor, Tensor3D } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import type { ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { createAdam } from "../adam.ts";
import { defineExplainer } from "../define-explainer.ts";
import { atLayer, layerOption } from "../layer-gradients.ts";
import { loadTfjs, type Tfjs } from "../load-tfjs.ts";
import { createNormalFiller } from "../normal-filler.ts";
import type { IbaStatistics } from "./iba-statistics.ts";
import { smoothingMatrix } from "./smoothing-matrix.ts";

const options = z.object({
  beta: z.number().min(0).default(10).describe("price of information: larger keeps less"),
  steps: z.int().min(1).max(1000).default(10).describe("Adam steps"),
  learningRate: z.number().positive().default(1).describe("of Adam"),
  samples: z.int().min(1).max(1000).default(10).describe("noise draws a step"),
  sigma: z
    .number()
    .min(0)
    .max(10)
    .default(1)
    .describe("standard deviation of the smoothing of lambda, in cells; 0 = none"),
  minStd: z
    .number()
    .positive()
    .default(0.01)
    .describe("features that hardly vary are taken to vary this much"),
  initialAlpha: z
    .number()
    .min(-20)
    .max(20)
    .default(5)
    .describe("where alpha begins: 5 lets 99.3 % of the information through"),
  layer: layerOption,
  relu: z.boolean().default(false).describe("clamp the mixed features at 0, for a layer that ends in a ReLU"),
});
export type IbaOptions = z.output<typeof options>;

/** Keeps ln v finite where lambda rounds to 1 in float32; the smallest v at the start is 4.5e-5. */
const LEAST_NOISE = 1e-12;

/**
 * Information bottleneck attribution, per sample, on the last feature map or an inner one (Schulz et al. 2020). Features R [h, w, k] are
 * mixed with noise of their own mean m and spread s over many images, as much as the class can bear:
 *
 *   lambda = smooth(sigmoid(alpha))      Z = (lambda R + (1 - lambda) e) active,  e ~ N(m, s^2)
 *   C = -1/2 (1 + ln v - (lambda r)^2 - v) active      v = (1 - lambda)^2, r = (R - m) / s     in nats, KL(P(Z|R) || Q(Z))
 *   minimise over alpha   mean_n -ln softmax(f(Z_n))_c + beta mean(C)      by Adam from alpha = initialAlpha
 *
 * The map is sum_k C / ln 2 of the last forward pass: bits a cell, [h, w]; its sum is the information kept.
 */
export const iba = defineExplainer({
  id: "iba",
  name: "IBA",
  group: "information",
  cites: ["schulz2020"],
  needs: ["features", "gradients", "statistics"],
  explains: "for",
  random: true,
  options,
  batchSize: 8,
  formula: "bits a cell of a bottleneck: argmin_alpha CE_c(Z) + beta mean KL(P(Z|R) || Q(Z))",
  cost: ({ steps, samples }) => ({ forwards: 1, backwards: 0, heads: steps * samples }),
  async explain({ model: whole, images, targets, randoms, statistics, report }, settings) {
    const model = atLayer(whole, settings.layer);
    checkStatistics(statistics, model);
    const { height, width, channels } = model.featureShape;
    const size = height * width * channels;
    const { features } = await model.forward(images);
    const maps: SaliencyMap[] = [];
    for (const [i, target] of targets.entries()) {
      const { capacity } = await fitBottleneck({
        model,
        features: features.subarray(i * size, (i + 1) * size),
        target,
        statistics,
        settings,
        noise: createNormalFiller(randoms[i]),
        step: (done) => report((i + done / settings.steps) / targets.length),
      });
      maps.push({ data: bitsPerCell(capacity, channels), height, width });
    }
    return maps;
  },
});

export interface BottleneckInput {
  model: ModelView;
  /** R, [h, w, k] */
  features: Float32Array;
  target: number;
  statistics: IbaStatistics;
  settings: IbaOptions;
  /** Fills standard normals [samples, h, w, k], once a step. */
  noise(out: Float32Array, step: number): void;
  /** After each step. */
  step(done: number): Promise<void>;
}

export interface Bottleneck {
  /** C of the last forward pass in nats, [h, w, k]. */
  capacity: Float32Array;
  /** After the last step, [h, w, k]. */
  alpha: Float32Array;
  /** What each step saw before it moved. */
  trace: BottleneckStep[];
}

export interface BottleneckStep {
  /** What is minimised: surprise + beta information. */
  loss: number;
  /** mean_n -ln softmax(f(Z_n))_c */
  surprise: number;
  /** mean(C), nats. */
  information: number;
}

/** Finds alpha for one image under any source of noise. */
export async function fitBottleneck(input: BottleneckInput): Promise<Bottleneck> {
  const { settings, model } = input;
  const { height, width, channels } = model.featureShape;
  const alpha = new Float32Array(height * width * channels).fill(settings.initialAlpha);
  const adam = createAdam(alpha.length, settings.learningRate);
  const draws = new Float32Array(settings.samples * alpha.length);
  const tf = await loadTfjs();
  const problem = createProblem(tf, input);
  const trace: BottleneckStep[] = [];
  let capacity = new Float32Array(0);
  try {
    for (let step = 0; step < settings.steps; step++) {
      input.noise(draws, step);
      const { loss, gradient, information } = tf.tidy(() => problem.differentiate(alpha, draws));
      try {
        capacity = (await information.data()) as Float32Array<ArrayBuffer>;
        trace.push(stepOf((await loss.data())[0], capacity, settings.beta));
        adam.step(alpha, (await gradient.data()) as Float32Array);
      } finally {
        for (const used of [loss, gradient, information]) used.dispose();
      }
      await input.step(step + 1);
    }
  } finally {
    problem.dispose();
  }
  return { capacity, alpha, trace };
}

function stepOf(loss: number, capacity: Float32Array, beta: number): BottleneckStep {
  const information = capacity.reduce((sum, nats) => sum + nats, 0) / capacity.length;
  return { loss, surprise: loss - beta * information, information };
}

/** The constants of one image's problem as tensors, and its loss with the gradient in alpha. */
function createProblem(tf: Tfjs, { model, features, target, statistics, settings }: BottleneckInput) {
  const { height, width, channels } = model.featureShape;
  const shape: [number, number, number] = [height, width, channels];
  const std = statistics.std.map((value) => Math.max(value, settings.minStd));
  const constants = {
    r: tf.tensor3d(features, shape),
    centred: tf.tensor3d(
      features.map((value, i) => (value - statistics.mean[i]) / std[i]),
      shape,
    ),
    mean: tf.tensor3d(statistics.mean, shape),
    std: tf.tensor3d(std, shape),
    active: tf.tensor3d(Float32Array.from(statistics.active), shape),
    rows: tf.tensor2d(smoothingMatrix(height, settings.sigma), [height, height]),
    columns: tf.tensor2d(smoothingMatrix(width, settings.sigma), [width, width]),
    chosen: tf.tidy(() => tf.oneHot(tf.tensor1d([target], "int32"), model.classNames.length)),
  };
  const { r, centred, active, rows, columns, chosen } = constants;

  const lambdaOf = (alpha: Tensor3D): Tensor3D => {
    const down = tf.reshape(
      tf.matMul(rows, tf.reshape(tf.sigmoid(alpha), [height, width * channels])),
      shape,
    );
    const across = tf.reshape(tf.transpose(down, [1, 0, 2]), [width, height * channels]);
    return tf.transpose(tf.reshape(tf.matMul(columns, across), [width, height, channels]), [1, 0, 2]);
  };
  const informationOf = (lambda: Tensor3D): Tensor3D => {
    const v = tf.add(tf.square(tf.sub(1, lambda)), LEAST_NOISE);
    const inner = tf.sub(tf.sub(tf.add(tf.log(v), 1), tf.square(tf.mul(lambda, centred))), v);
    return tf.mul(tf.mul(inner, -0.5), active);
  };
  const lossOf = (alpha: Tensor3D, epsilon: Tensor): Scalar => {
    const lambda = lambdaOf(alpha);
    const noise = tf.add(tf.mul(epsilon, constants.std), constants.mean);
    const mixed = tf.mul(tf.add(tf.mul(lambda, r), tf.mul(tf.sub(1, lambda), noise)), active);
    const z = settings.relu ? tf.relu(mixed) : mixed;
    const surprise = tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(model.logitsFromFeatures(z)), chosen), 1)));
    return tf.add(surprise, tf.mul(tf.mean(informationOf(lambda)), settings.beta));
  };
  return {
    differentiate(alpha: Float32Array, draws: Float32Array) {
      const point = tf.tensor3d(alpha, shape);
      const epsilon = tf.tensor(draws, [settings.samples, ...shape]);
      const { value, grad } = tf.valueAndGrad((a) => lossOf(a as Tensor3D, epsilon))(point);
      return { loss: value, gradient: grad, information: informationOf(lambdaOf(point)) };
    },
    dispose: () => {
      for (const constant of Object.values(constants)) constant.dispose();
    },
  };
}

/** sum_k C / ln 2, [h, w]. */
export function bitsPerCell(capacity: Float32Array, channels: number): Float32Array {
  const bits = new Float32Array(capacity.length / channels);
  for (let cell = 0; cell < bits.length; cell++) {
    const nats = capacity
      .subarray(cell * channels, (cell + 1) * channels)
      .reduce((sum, value) => sum + value, 0);
    bits[cell] = nats / Math.LN2;
  }
  return bits;
}

function checkStatistics(
  statistics: IbaStatistics | null,
  { featureShape }: ModelView,
): asserts statistics is IbaStatistics {
  if (!statistics) throw new Error("runExplainer lets IBA through with statistics only");
  const { height, width, channels } = statistics;
  if (height !== featureShape.height || width !== featureShape.width || channels !== featureShape.channels) {
    throw new AppError(
      "invalid",
      `These IBA statistics are of ${height} x ${width} x ${channels} features, the model has ${featureShape.height} x ` +
        `${featureShape.width} x ${featureShape.channels}: estimate them for this model.`,
    );
  }
}
