import * as tf from "@tensorflow/tfjs-core";
import { activate, type ConvolutionOptions, conv2d } from "#lib/tensor/convolution.ts";
import type { Weights } from "../weights.ts";
import type { Backbone } from "./define-backbone.ts";
import type { BackboneOps, Conv } from "./ops.ts";
import { weightlessOps } from "./tensor-ops.ts";

export interface InferenceOptions {
  prefix?: string;
  /** Told of every stage's output; what it means to keep it clones. */
  onStage?: (name: string, output: tf.Tensor4D) => void;
}

/** The words of a backbone at inference, on weights whose normalisations are folded (fold-norms.ts). Differentiable. */
export function inferenceOps(folded: Weights, options: InferenceOptions = {}): BackboneOps<tf.Tensor4D> {
  const { prefix = "backbone.", onStage } = options;
  const weight = (name: string) => folded[`${prefix}${name}.weight`];
  const bias = (name: string) => folded[`${prefix}${name}.bias`];
  const product = (x: tf.Tensor4D, { name, stride, groups, kernel }: Conv, end: ConvolutionOptions = {}) =>
    conv2d(x, weight(name) as tf.Tensor4D, { stride, groups, pad: (kernel - 1) / 2, ...end });
  return {
    ...weightlessOps,
    conv: (x, conv) => product(x, conv, conv.bias ? { bias: bias(conv.name) } : {}),
    norm: (x, { name }, activation) =>
      activate(tf.add(tf.mul(x, weight(name)), bias(name)) as tf.Tensor4D, activation),
    convNorm: (x, conv, _norm, activation) => product(x, conv, { bias: bias(conv.name), activation }),
    stage(x, name) {
      onStage?.(name, x);
      return x;
    },
  };
}

/** The last feature map [b, h, w, k] of images [b, S, S, 3]. */
export function inferFeatures(backbone: Backbone, images: tf.Tensor4D, folded: Weights): tf.Tensor4D {
  return backbone.wire(images, inferenceOps(folded));
}
