import * as tf from "@tensorflow/tfjs-core";
import { BATCH_NORM_GRADIENT, BATCH_NORM_TRAINING } from "./kernel-names.ts";
import { hasKernel } from "./run-kernel.ts";

/** Receives the batch's mean and unbiased variance [c], for the running statistics. They are kept: dispose them. */
export type RecordStatistics = (mean: tf.Tensor, unbiasedVariance: tf.Tensor) => void;

interface Implementation {
  /** y, mean, unbiased variance, and whatever `backward` wants besides x and gamma. */
  forward(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, epsilon: number): tf.Tensor[];
  /** dx, dgamma, dbeta */
  backward(
    dy: tf.Tensor,
    x: tf.Tensor,
    gamma: tf.Tensor,
    reserved: tf.Tensor[],
    epsilon: number,
  ): tf.Tensor[];
}

/**
 * Batch normalisation in training mode, differentiable in x, gamma and beta.
 *   y = gamma xh + beta,  xh = (x - mean) / sqrt(var + eps), statistics over batch and cells (var with n)
 *   dgamma = sum dy xh,  dbeta = sum dy,  dx = gamma / sqrt(var + eps) * (dy - dbeta / n - xh dgamma / n)
 * x [b,h,w,c]. One operation on engines that have it: composed of single ops it is half of a training step.
 * Ioffe & Szegedy 2015.
 */
export function batchNorm(
  x: tf.Tensor4D,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
  record: RecordStatistics,
): tf.Tensor4D {
  const { forward, backward } = hasKernel(BATCH_NORM_TRAINING) ? fused : composed;
  return tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const [input, scale, offset] = args as tf.Tensor[];
    const [value, mean, unbiasedVariance, ...reserved] = forward(input, scale, offset, epsilon);
    record(tf.keep(tf.clone(mean)), tf.keep(tf.clone(unbiasedVariance)));
    save([input, scale, mean, ...reserved]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedInput, savedScale, ...rest] = saved;
      return backward(dy, savedInput, savedScale, rest, epsilon);
    };
    return { value, gradFunc };
  })(x, gamma, beta) as tf.Tensor4D;
}

const run = (name: string, inputs: tf.Tensor[], epsilon: number) =>
  tf.engine().runKernel(name, inputs as unknown as tf.NamedTensorMap, { epsilon }) as tf.Tensor[];

const fused: Implementation = {
  forward: (x, gamma, beta, epsilon) => run(BATCH_NORM_TRAINING, [x, gamma, beta], epsilon),
  backward: (dy, x, gamma, reserved, epsilon) =>
    run(BATCH_NORM_GRADIENT, [dy, x, gamma, ...reserved], epsilon),
};

const CELLS = [0, 1, 2];

const composed: Implementation = {
  forward(x, gamma, beta, epsilon) {
    const count = x.size / x.shape[3]!;
    const mean = tf.mean(x, CELLS);
    const centred = tf.sub(x, mean);
    const variance = tf.mean(tf.square(centred), CELLS);
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const y = tf.add(tf.mul(tf.mul(centred, inverse), gamma), beta);
    return [y, mean, tf.mul(variance, count / Math.max(1, count - 1)), inverse];
  },
  backward(dy, x, gamma, [mean, inverse]) {
    const count = x.size / x.shape[3]!;
    const xHat = tf.mul(tf.sub(x, mean), inverse);
    const dGamma = tf.sum(tf.mul(dy, xHat), CELLS);
    const dBeta = tf.sum(dy, CELLS);
    const inner = tf.sub(tf.sub(dy, tf.div(dBeta, count)), tf.mul(xHat, tf.div(dGamma, count)));
    return [tf.mul(inner, tf.mul(gamma, inverse)), dGamma, dBeta];
  },
};
