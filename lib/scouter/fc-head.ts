import * as tf from "@tensorflow/tfjs-core";
import { type Backbone, classifierName } from "./backbone/define-backbone.ts";
import { linear } from "./linear.ts";
import type { Weights } from "./weights.ts";

/** Global average pooling and one linear layer: features [b, h, w, k] -> logits [b, n]. */
export function fcHead(backbone: Backbone, features: tf.Tensor4D, weights: Weights): tf.Tensor2D {
  const name = classifierName(backbone);
  const pooled = tf.mean(features, [1, 2]);
  return linear(pooled, weights[`${name}.weight`], weights[`${name}.bias`]) as tf.Tensor2D;
}
