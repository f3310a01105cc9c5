import * as tf from "@tensorflow/tfjs-core";
import { batchNorm, type RecordStatistics } from "#lib/tensor/batch-norm.ts";
import { activate, conv2d } from "#lib/tensor/convolution.ts";
import type { Weights } from "../weights.ts";
import type { Backbone } from "./define-backbone.ts";
import { BATCH_NORM_EPSILON } from "./fold-norms.ts";
import { inferenceOps } from "./infer-features.ts";
import type { BackboneOps, Conv } from "./ops.ts";
import { weightlessOps } from "./tensor-ops.ts";

export interface TrainingForward {
  /** Parameters being trained, under their state_dict names. */
  weights: Weights;
  /** Folded weights of the layers that are frozen; their normalisations use the running statistics. */
  frozen: Weights;
  /** Statistics that trained normalisations use in place of their batch's; null for those of the batch. */
  running: Weights | null;
  /** Told of every normalisation's batch statistics by its name. */
  record: (norm: string, ...statistics: Parameters<RecordStatistics>) => void;
  /** Told of every stage's output. */
  onStage?: (name: string, output: tf.Tensor4D) => void;
}

const PREFIX = "backbone.";

/** The words of a backbone in training: a layer whose weight is among `weights` sees its batch, any other is frozen. */
function trainingOps(forward: TrainingForward): BackboneOps<tf.Tensor4D> {
  const { weights, frozen, running, record, onStage } = forward;
  const still = inferenceOps(frozen);
  const isTrained = (name: string) => `${PREFIX}${name}.weight` in weights;
  const product = (x: tf.Tensor4D, { name, stride, groups, kernel, bias }: Conv) =>
    conv2d(x, weights[`${PREFIX}${name}.weight`] as tf.Tensor4D, {
      ...{ stride, groups, pad: (kernel - 1) / 2 },
      bias: bias ? weights[`${PREFIX}${name}.bias`] : undefined,
    });
  const normalise = (x: tf.Tensor4D, name: string) => {
    const norm = PREFIX + name;
    const [gamma, beta] = [weights[`${norm}.weight`], weights[`${norm}.bias`]];
    if (running) {
      const deviation = tf.sqrt(tf.add(running[`${norm}.running_var`], BATCH_NORM_EPSILON));
      const centred = tf.sub(x, running[`${norm}.running_mean`]);
      return tf.add(tf.mul(tf.div(centred, deviation), gamma), beta) as tf.Tensor4D;
    }
    return batchNorm(x, gamma, beta, BATCH_NORM_EPSILON, (mean, variance) => record(norm, mean, variance));
  };
  return {
    ...weightlessOps,
    conv: (x, conv) => (isTrained(conv.name) ? product(x, conv) : still.conv(x, conv)),
    norm: (x, norm, activation) =>
      isTrained(norm.name) ? activate(normalise(x, norm.name), activation) : still.norm(x, norm, activation),
    convNorm: (x, conv, norm, activation) =>
      isTrained(conv.name)
        ? activate(normalise(product(x, conv), norm), activation)
        : still.convNorm(x, conv, norm, activation),
    stage(x, name) {
      onStage?.(name, x);
      return x;
    },
  };
}

/** The last feature map [b, h, w, k] of images [b, S, S, 3]; differentiable in `weights`. */
export function trainFeatures(
  backbone: Backbone,
  images: tf.Tensor4D,
  forward: TrainingForward,
): tf.Tensor4D {
  return backbone.wire(images, trainingOps(forward));
}
