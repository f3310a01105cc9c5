import * as tf from "@tensorflow/tfjs-core";
import { linear } from "./linear.ts";
import type { Weights } from "./weights.ts";

/** Global average pooling and one linear layer, `backbone.fc`: features [b, h, w, k] -> logits [b, n]. */
export function fcHead(features: tf.Tensor4D, weights: Weights): tf.Tensor2D {
  const pooled = tf.mean(features, [1, 2]);
  return linear(pooled, weights["backbone.fc.weight"], weights["backbone.fc.bias"]) as tf.Tensor2D;
}
