import * as tf from "@tensorflow/tfjs-core";
import type { SlotHeadConfig } from "./model-config.ts";

/**
 * Cross-entropy, mean over the batch: -sum_l t_l log softmax(z)_l with t = (1 - s) onehot + s / n.
 * logits [b, n], targets b class indices, smoothing s in [0, 1) -> scalar.
 */
export function crossEntropy(logits: tf.Tensor2D, targets: readonly number[], smoothing = 0): tf.Scalar {
  const n = logits.shape[1];
  const oneHot = tf.cast(tf.oneHot(tf.tensor1d([...targets], "int32"), n), "float32");
  const goal = smoothing > 0 ? tf.add(tf.mul(oneHot, 1 - smoothing), smoothing / n) : oneHot;
  return tf.neg(tf.mean(tf.sum(tf.mul(goal, tf.logSoftmax(logits)), 1))) as tf.Scalar;
}

/**
 * Size of the attended area. A [b, m, p] -> scalar. `mean`: over batch, slots and cells, in (0, 1). `sum`: sum over slots and
 * cells, mean over the batch, as in the paper's equation 8; m p times larger, so a lambda belongs to one of the two.
 */
export function attendedArea(attention: tf.Tensor, reduction: SlotHeadConfig["areaReduction"]): tf.Scalar {
  return (reduction === "mean" ? tf.mean(attention) : tf.mean(tf.sum(attention, [1, 2]))) as tf.Scalar;
}

/** area^power: the paper has power 1, the published code 2. */
export function areaLoss(attention: tf.Tensor, config: SlotHeadConfig): tf.Scalar {
  const area = attendedArea(attention, config.areaReduction);
  return (config.areaPower === 1 ? area : tf.pow(area, config.areaPower)) as tf.Scalar;
}

/**
 * Weight of the area loss at a share p in [0, 1] of the training: lambda * clamp((p - from) / (to - from), 0, 1).
 * With the full weight from the first step all attention goes to zero, the sigmoid saturates and nothing comes back.
 */
export function rampedLambda(lambda: number, progress: number, ramp: { from: number; to: number }): number {
  return lambda * Math.min(1, Math.max(0, (progress - ramp.from) / (ramp.to - ramp.from)));
}
