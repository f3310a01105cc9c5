import * as tf from "@tensorflow/tfjs-core";
import { linear } from "./linear.ts";
import type { Weights } from "./weights.ts";

/**
 * One step of a gated recurrent unit with PyTorch's gate order (r, z, n) and its placement of the reset gate:
 *   r = sigmoid(W_ir x + b_ir + W_hr h + b_hr),  z likewise
 *   n = tanh(W_in x + b_in + r * (W_hn h + b_hn)),  h' = (1 - z) n + z h
 * x, h [rows, d] -> [rows, d]; weights `<prefix>.weight_ih_l0` [3d, d], `.weight_hh_l0`, `.bias_ih_l0` [3d], `.bias_hh_l0`.
 */
export function gruCell(x: tf.Tensor, h: tf.Tensor, weights: Weights, prefix = "slot.gru"): tf.Tensor {
  const named = (part: string) => weights[`${prefix}.${part}_l0`];
  const input = tf.split(linear(x, named("weight_ih"), named("bias_ih")), 3, -1);
  const hidden = tf.split(linear(h, named("weight_hh"), named("bias_hh")), 3, -1);
  const reset = tf.sigmoid(tf.add(input[0], hidden[0]));
  const keep = tf.sigmoid(tf.add(input[1], hidden[1]));
  const candidate = tf.tanh(tf.add(input[2], tf.mul(reset, hidden[2])));
  return tf.add(candidate, tf.mul(keep, tf.sub(h, candidate)));
}
