import * as tf from "@tensorflow/tfjs-core";
import { averagePool, maxPool } from "#lib/tensor/pooling.ts";
import type { BackboneOps } from "./ops.ts";

type Map4 = tf.Tensor4D;

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
