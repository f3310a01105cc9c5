import * as tf from "@tensorflow/tfjs-core";
import { fusedBatchNorm, fusedBatchNormGradient } from "./native/fused-batch-norm.ts";

/** Receives the batch's mean and unbiased variance [c], for the running statistics. They are kept: dispose them. */
export type RecordStatistics = (mean: tf.Tensor, unbiasedVariance: tf.Tensor) => void;

/**
 * Batch normalisation in training mode, differentiable in x, gamma and beta.
 *   y = gamma xh + beta,  xh = (x - mean) / sqrt(var + eps), statistics over batch and cells (var with n)
 *   dgamma = sum dy xh,  dbeta = sum dy,  dx = gamma / sqrt(var + eps) * (dy - dbeta / n - xh dgamma / n)
 * x [b,h,w,c]. One native operation where there is one: composed of single ops it is half of a training step.
 * Ioffe & Szegedy 2015.
 */
export function batchNorm(
  x: tf.Tensor4D,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
  record: RecordStatistics,
): tf.Tensor4D {
  const normalise = tf.getBackend() === "tensorflow" ? fused : composed;
  return normalise(x, gamma, beta, epsilon, record);
}

function fused(x: tf.Tensor4D, gamma: tf.Tensor, beta: tf.Tensor, epsilon: number, record: RecordStatistics) {
  return tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const [input, scale, offset] = args as tf.Tensor[];
    const { y, mean, unbiasedVariance, reserved } = fusedBatchNorm(input, scale, offset, epsilon);
    record(tf.keep(tf.clone(mean)), tf.keep(tf.clone(unbiasedVariance)));
    save([input, scale, ...reserved]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedInput, savedScale, ...rest] = saved;
      return fusedBatchNormGradient(dy, savedInput, savedScale, rest, epsilon);
    };
    return { value: y, gradFunc };
  })(x, gamma, beta) as tf.Tensor4D;
}

function composed(
  x: tf.Tensor4D,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
  record: RecordStatistics,
) {
  const count = x.size / x.shape[3];
  return tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const [input, scale, offset] = args as tf.Tensor[];
    const mean = tf.mean(input, [0, 1, 2]);
    const centred = tf.sub(input, mean);
    const variance = tf.mean(tf.square(centred), [0, 1, 2]);
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const hat = tf.mul(centred, inverse);
    record(tf.keep(tf.clone(mean)), tf.keep(tf.mul(variance, count / Math.max(1, count - 1))));
    save([hat, inverse, scale]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [xHat, inverseDeviation, savedScale] = saved;
      const dGamma = tf.sum(tf.mul(dy, xHat), [0, 1, 2]);
      const dBeta = tf.sum(dy, [0, 1, 2]);
      const inner = tf.sub(tf.sub(dy, tf.div(dBeta, count)), tf.mul(xHat, tf.div(dGamma, count)));
      return [tf.mul(inner, tf.mul(savedScale, inverseDeviation)), dGamma, dBeta];
    };
    return { value: tf.add(tf.mul(hat, scale), offset), gradFunc };
  })(x, gamma, beta) as tf.Tensor4D;
}
