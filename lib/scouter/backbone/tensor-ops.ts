import * as tf from "@tensorflow/tfjs-core";
import { conv2d } from "#lib/tensor/convolution.ts";
import { averagePool, maxPool } from "#lib/tensor/pooling.ts";
import type { Activation, BackboneOps } from "./ops.ts";

type Map4 = tf.Tensor4D;

/** Square convolution with PyTorch's symmetric padding (kernel - 1) / 2. x [b,h,w,in], kernel [k,k,in/groups,out]. */
export function convolve(x: Map4, kernel: Map4, stride: number, groups: number): Map4 {
  return conv2d(x, kernel, { stride, groups, pad: (kernel.shape[0] - 1) / 2 });
}

export function activate(x: Map4, activation: Activation): Map4 {
  if (activation === "linear") return x;
  return activation === "relu" ? tf.relu(x) : tf.relu6(x);
}

function weighSplits(x: Map4, gates: Map4, radix: number): Map4 {
  const b = x.shape[0];
  const channels = x.shape[3] / radix;
  const shares = tf.softmax(tf.transpose(tf.reshape(gates, [b, radix, channels]), [0, 2, 1]));
  const weights = tf.reshape(tf.transpose(shares, [0, 2, 1]), [b, 1, 1, radix * channels]);
  return sumSplits(tf.mul(x, weights), radix);
}

function sumSplits(x: Map4, radix: number): Map4 {
  const parts: Map4[] = tf.split(x, radix, 3);
  return parts.reduce((sum, part) => tf.add(sum, part));
}

/** The words that need no weights, on the active engine. */
export const weightlessOps = {
  relu: (x) => tf.relu(x),
  add: (a, b) => tf.add(a, b),
  concat: (parts) => tf.concat(parts, 3) as Map4,
  maxPool: (x, { kernel, stride, pad }) => maxPool(x, { size: kernel, stride, pad }),
  averagePool: (x, { kernel, ...pool }) => averagePool(x, { size: kernel, ...pool }),
  globalAverage: (x) => tf.mean(x, [1, 2], true) as Map4,
  sumSplits,
  weighSplits,
  stage: (x) => x,
} satisfies Omit<BackboneOps<Map4>, "conv" | "norm" | "convNorm">;
