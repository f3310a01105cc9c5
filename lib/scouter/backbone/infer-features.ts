import * as tf from "@tensorflow/tfjs-core";
import type { Weights } from "../weights.ts";
import type { Backbone } from "./define-backbone.ts";
import type { BackboneOps, Conv } from "./ops.ts";
import { activate, convolve, weightlessOps } from "./tensor-ops.ts";

export interface InferenceOptions {
  prefix?: string;
  /** Told of every stage's output; what it means to keep it clones. */
  onStage?: (name: string, output: tf.Tensor4D) => void;
}

/** The words of a backbone at inference, on weights whose normalisations are folded (fold-norms.ts). Differentiable. */
export function inferenceOps(folded: Weights, options: InferenceOptions = {}): BackboneOps<tf.Tensor4D> {
  const { prefix = "backbone.", onStage } = options;
  const product = (x: tf.Tensor4D, { name, stride, groups }: Conv) =>
    convolve(x, folded[`${prefix}${name}.weight`] as tf.Tensor4D, stride, groups);
  const biased = (x: tf.Tensor4D, name: string) => tf.add(x, folded[`${prefix}${name}.bias`]) as tf.Tensor4D;
  return {
    ...weightlessOps,
    conv: (x, conv) => (conv.bias ? biased(product(x, conv), conv.name) : product(x, conv)),
    norm: (x, { name }, activation) =>
      activate(biased(tf.mul(x, folded[`${prefix}${name}.weight`]), name), activation),
    convNorm: (x, conv, _norm, activation) => activate(biased(product(x, conv), conv.name), activation),
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
