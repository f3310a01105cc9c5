import * as tf from "@tensorflow/tfjs-core";
import { slidSize } from "./layers.ts";
import type { Activation, AveragePool, BackboneOps, Pool } from "./ops.ts";

type Map4 = tf.Tensor4D;

/** Symmetric zeros, or another value, around height and width; `extra` more at the lower and right ends. */
function padded(x: Map4, pad: number, extra: [number, number] = [0, 0], value = 0): Map4 {
  if (pad === 0 && extra[0] === 0 && extra[1] === 0) return x;
  const pads: [number, number][] = [
    [0, 0],
    [pad, pad + extra[0]],
    [pad, pad + extra[1]],
    [0, 0],
  ];
  return tf.pad(x, pads, value) as Map4;
}

/**
 * Square convolution with PyTorch's symmetric padding (kernel - 1) / 2 and channels in groups.
 * x [b,h,w,in], kernel [k,k,in/groups,out]. A strided one is padded by hand: "same" in TensorFlow pads one side only, and
 * its native gradient kernels take no explicit padding.
 */
export function convolve(x: Map4, kernel: Map4, stride: number, groups: number): Map4 {
  const pad = (kernel.shape[0] - 1) / 2;
  const [input, rule] = stride === 1 ? [x, "same" as const] : [padded(x, pad), "valid" as const];
  if (groups === 1) return tf.conv2d(input, kernel, stride, rule);
  const [k, , each, out] = kernel.shape;
  if (each === 1 && groups === out) {
    return tf.depthwiseConv2d(input, tf.reshape(kernel, [k, k, out, 1]) as Map4, stride, rule);
  }
  const inputs: Map4[] = tf.split(input, groups, 3);
  const kernels: Map4[] = tf.split(kernel, groups, 3);
  const parts = inputs.map((part, g) => tf.conv2d(part, kernels[g], stride, rule));
  return tf.concat(parts, 3);
}

/** Windows beyond the last whole one, which `ceil` asks for, are reached by padding more at the end. */
function averagePool(x: Map4, pool: AveragePool): Map4 {
  const { kernel, stride, pad, ceil, countPad } = pool;
  const sizes = [x.shape[1], x.shape[2]];
  const extra = sizes.map((size) =>
    Math.max(0, (slidSize(size, pool, ceil) - 1) * stride + kernel - size - 2 * pad),
  ) as [number, number];
  const mean = tf.avgPool(padded(x, pad, extra), kernel, stride, "valid");
  const isWhole = pad === 0 && extra[0] === 0 && extra[1] === 0;
  if (isWhole || (countPad && extra[0] === 0 && extra[1] === 0)) return mean;
  // The share of a window that counts: padding only where it is asked for, never what lies beyond it.
  const ones = tf.ones([1, sizes[0], sizes[1], 1]) as Map4;
  const counted = countPad ? padded(padded(ones, pad, [0, 0], 1), 0, extra) : padded(ones, pad, extra);
  return tf.div(mean, tf.avgPool(counted as Map4, kernel, stride, "valid"));
}

/** Below every activation; its window always holds a real cell. */
const NEVER_LARGEST = -3e38;

function maxPool(x: Map4, { kernel, stride, pad }: Pool): Map4 {
  return tf.maxPool(padded(x, pad, [0, 0], NEVER_LARGEST), kernel, stride, "valid");
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
  maxPool,
  averagePool,
  globalAverage: (x) => tf.mean(x, [1, 2], true) as Map4,
  sumSplits,
  weighSplits,
  stage: (x) => x,
} satisfies Omit<BackboneOps<Map4>, "conv" | "norm" | "convNorm">;
