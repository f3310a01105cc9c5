import * as tf from "@tensorflow/tfjs-core";
import { multilayer } from "./linear.ts";
import type { SlotHeadConfig } from "./model-config.ts";
import { positionEncoding } from "./position-encoding.ts";
import { type AttentionPass, slotAttention } from "./slot-attention.ts";
import type { Weights } from "./weights.ts";

/** n = classes, s = slots per class, p = h w cells. */
export interface SlotHeadResult {
  /** [b, n] */
  logits: tf.Tensor2D;
  /** [b, n s, p]: A of the last pass; the area loss is taken of this. */
  attention: tf.Tensor;
  /** [b, n, h, w]: attention summed over each class's slots. */
  classAttention: tf.Tensor4D;
  /** [b, n, h, w]: contribution of every cell to every logit; sums over the cells to the logit exactly. */
  attribution: tf.Tensor4D;
  /** [b, h, w]: g, the one field that all classes weigh. */
  scalarField: tf.Tensor3D;
  /** [b, p, d]: F' = relu(conv1x1(F)). */
  values: tf.Tensor;
  /** [b, p, d] */
  keys: tf.Tensor;
  passes: AttentionPass[];
}

/** Sums the s consecutive slots of each class: [b, n s, k] -> [b, n, k]. */
function sumSlots(x: tf.Tensor, slotsPerClass: number): tf.Tensor {
  const [b, m, k] = x.shape;
  if (slotsPerClass === 1) return x;
  return tf.sum(tf.reshape(x, [b, m / slotsPerClass, slotsPerClass, k]), 2);
}

/**
 * The classifier that replaces the fully connected layer.
 *   X = relu(conv1x1(F)), K = to_k(X + PE), (A, U) = last pass of xSlot attention
 *   logit_l = e * sum over the slots of l and over the channels of U
 * Because U = A X / divisor, logit_l = sum_j e A_lj g_j / divisor with g_j = sum_c X_jc: the attribution is exact,
 * not an approximation.
 * features [b, h, w, C] -> see SlotHeadResult. Li et al. 2021 (SCOUTER), equations 3 to 7.
 */
export function slotHead(features: tf.Tensor4D, weights: Weights, config: SlotHeadConfig): SlotHeadResult {
  const [b, h, w, channels] = features.shape;
  const d = config.hidden;
  const kernel = tf.reshape(weights["conv1x1.weight"], [channels, d]);
  const projected = tf.matMul(tf.reshape(features, [-1, channels]), kernel);
  const values = tf.reshape(tf.relu(tf.add(projected, weights["conv1x1.bias"])), [b, h * w, d]);
  const encoding = tf.tensor(positionEncoding(h, w, d), [1, h * w, d]);
  const keys = multilayer(tf.add(values, encoding), weights, "slot.to_k", config.keyLayers);

  const passes = slotAttention(keys, values, weights, config);
  const { attention, updates } = passes[passes.length - 1];
  const logits = tf.mul(tf.sum(sumSlots(updates, config.slotsPerClass), 2), config.sign);
  const field = tf.sum(values, 2);
  const byClass = sumSlots(attention, config.slotsPerClass);
  const weight = config.sign / (config.divisor === "d" ? d : 1);
  const attribution = tf.mul(tf.mul(byClass, tf.expandDims(field, 1)), weight);
  const asMaps = (x: tf.Tensor) => tf.reshape(x, [b, -1, h, w]) as tf.Tensor4D;
  return {
    logits: logits as tf.Tensor2D,
    attention,
    classAttention: asMaps(byClass),
    attribution: asMaps(attribution),
    scalarField: tf.reshape(field, [b, h, w]),
    values,
    keys,
    passes,
  };
}
