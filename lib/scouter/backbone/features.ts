import * as tf from "@tensorflow/tfjs-core";
import { batchNorm, type RecordStatistics } from "#lib/tensor/batch-norm.ts";
import type { Weights } from "../weights.ts";
import { convolve } from "./convolve.ts";
import { BATCH_NORM_EPSILON } from "./fold-batch-norm.ts";
import { tinyResidual } from "./tiny-residual.ts";

const common = {
  relu: (x: tf.Tensor4D) => tf.relu(x),
  add: (a: tf.Tensor4D, b: tf.Tensor4D) => tf.add<tf.Tensor4D>(a, b),
};

/** Inference: the last feature map [b, S/8, S/8, k] from weights whose normalisations are folded into the kernels. */
export function inferFeatures(images: tf.Tensor4D, folded: Weights): tf.Tensor4D {
  return tinyResidual(images, {
    ...common,
    convNorm: (x, { conv, stride }) =>
      tf.add(convolve(x, folded[`${conv}.weight`] as tf.Tensor4D, stride), folded[`${conv}.bias`]),
  });
}

/** Training: the same with the batch's own statistics, reported by the normalisation's name. */
export function trainFeatures(
  images: tf.Tensor4D,
  weights: Weights,
  record: (norm: string, ...statistics: Parameters<RecordStatistics>) => void,
): tf.Tensor4D {
  return tinyResidual(images, {
    ...common,
    convNorm: (x, { conv, norm, stride }) => {
      const y = convolve(x, weights[`${conv}.weight`] as tf.Tensor4D, stride);
      const [gamma, beta] = [weights[`${norm}.weight`], weights[`${norm}.bias`]];
      return batchNorm(y, gamma, beta, BATCH_NORM_EPSILON, (mean, variance) => record(norm, mean, variance));
    },
  });
}
