import * as tf from "@tensorflow/tfjs-core";
import type { Weights } from "./weights.ts";

/**
 * y = x W^T + b over the last axis, PyTorch's convention. x [..., in], W [out, in], b [out] -> [..., out].
 * W is transposed explicitly: the product's own flag is slow on wasm.
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const [out, into] = weight.shape;
  const flat = tf.reshape(x, [-1, into]);
  const y = tf.add(tf.matMul(flat, tf.transpose(weight)), bias);
  return tf.reshape(y, [...x.shape.slice(0, -1), out]);
}

/** `layers` linear maps with ReLU between them, named `<prefix>.0`, `<prefix>.2`, ... as in torch.nn.Sequential. */
export function multilayer(x: tf.Tensor, weights: Weights, prefix: string, layers: number): tf.Tensor {
  let y = x;
  for (let i = 0; i < layers; i++) {
    const name = `${prefix}.${2 * i}`;
    y = linear(i === 0 ? y : tf.relu(y), weights[`${name}.weight`], weights[`${name}.bias`]);
  }
  return y;
}
