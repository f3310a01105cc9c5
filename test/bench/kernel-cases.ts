import * as tf from "@tensorflow/tfjs-core";
import { batchNorm } from "#lib/tensor/batch-norm.ts";
import { type ConvolutionOptions, conv2d } from "#lib/tensor/convolution.ts";
import { averagePool, maxPool } from "#lib/tensor/pooling.ts";

export type Work = (...xs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

const MAP = [16, 24, 24, 64];

/** Kernels without multiplications of their own: nanoseconds a number of the larger of argument and result. */
export const moving: [string, number[][], Work][] = [
  ["add", [MAP, MAP], (a, b) => tf.add(a, b)],
  ["multiply by channel", [MAP, [64]], (a, b) => tf.mul(a, b)],
  ["clone", [MAP], (x) => tf.clone(x)],
  ["slice of channels", [MAP], (x) => tf.slice(x, [0, 0, 0, 16], [16, 24, 24, 32])],
  ["every other pixel", [MAP], (x) => tf.stridedSlice(x, [0, 0, 0, 0], MAP, [1, 2, 2, 1])],
  ["split of channels", [MAP], (x) => tf.split(x, 2, 3)],
  ["concat of channels", [MAP, MAP], (a, b) => tf.concat([a, b], 3)],
  ["unstack of a batch", [MAP], (x) => tf.unstack(x)],
  ["tile of slots", [[1, 100, 64]], (x) => tf.tile(x, [16, 1, 1])],
  ["reverse of rows and columns", [MAP], (x) => tf.reverse(x, [1, 2])],
  ["transpose, last axis kept", [MAP], (x) => tf.transpose(x, [1, 2, 0, 3])],
  ["transpose, last axis moved", [MAP], (x) => tf.transpose(x, [3, 1, 2, 0])],
  ["transpose of six axes", [[4, 4, 6, 4, 6, 64]], (x) => tf.transpose(x, [0, 2, 4, 1, 3, 5])],
  ["sum over batch and cells", [MAP], (x) => tf.sum(x, [0, 1, 2])],
  ["mean over cells", [MAP], (x) => tf.mean(x, [1, 2])],
  ["relu", [MAP], (x) => tf.relu(x)],
  [
    "pad",
    [MAP],
    (x) =>
      tf.pad(x, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]),
  ],
  ["sigmoid", [MAP], (x) => tf.sigmoid(x)],
  ["softmax", [MAP], (x) => tf.softmax(x)],
  ["exp", [MAP], (x) => tf.exp(x)],
  ["log", [MAP], (x) => tf.log(x)],
  ["tanh", [MAP], (x) => tf.tanh(x)],
  ["softplus", [MAP], (x) => tf.softplus(x)],
  ["greater", [MAP, MAP], (a, b) => tf.greater(a, b)],
  ["maximum", [MAP, MAP], (a, b) => tf.maximum(a, b)],
  ["where", [MAP, MAP], (a, b) => tf.where(tf.less(a, b), a, b)],
];

const convolution = (options: ConvolutionOptions) => (x: tf.Tensor, kernel: tf.Tensor) =>
  conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, options);

/** Kernels with gradients: how much longer value and gradients together take than the value. */
export const learning: [string, number[][], Work][] = [
  [
    "conv 3x3",
    [
      [16, 12, 12, 128],
      [3, 3, 128, 128],
    ],
    convolution({ pad: 1 }),
  ],
  [
    "conv 3x3, stride 2",
    [
      [16, 24, 24, 64],
      [3, 3, 64, 128],
    ],
    convolution({ pad: 1, stride: 2 }),
  ],
  [
    "conv 1x1",
    [
      [16, 12, 12, 128],
      [1, 1, 128, 128],
    ],
    convolution({}),
  ],
  [
    "conv 7x7, stride 2",
    [
      [8, 64, 64, 3],
      [7, 7, 3, 64],
    ],
    convolution({ pad: 3, stride: 2 }),
  ],
  [
    "conv 3x3, 2 groups",
    [
      [16, 12, 12, 128],
      [3, 3, 64, 256],
    ],
    convolution({ pad: 1, groups: 2 }),
  ],
  [
    "depthwise 3x3",
    [
      [16, 24, 24, 96],
      [3, 3, 1, 96],
    ],
    convolution({ pad: 1, groups: 96 }),
  ],
  [
    "depthwise 3x3, stride 2",
    [
      [16, 24, 24, 96],
      [3, 3, 1, 96],
    ],
    convolution({ pad: 1, stride: 2, groups: 96 }),
  ],
  [
    "attention product",
    [
      [16, 50, 64],
      [16, 144, 64],
    ],
    (q, k) => tf.matMul(q, k, false, true),
  ],
  [
    "linear",
    [
      [2304, 64],
      [64, 64],
    ],
    (x, w) => tf.matMul(x, w),
  ],
  ["max pooling 3x3", [MAP], (x) => maxPool(x as tf.Tensor4D, { size: 3, stride: 2, pad: 1 })],
  [
    "average pooling 2x2",
    [MAP],
    (x) => averagePool(x as tf.Tensor4D, { size: 2, ceil: true, countPad: false }),
  ],
  [
    "average pooling 3x3",
    [MAP],
    (x) => averagePool(x as tf.Tensor4D, { size: 3, stride: 2, pad: 1, countPad: true }),
  ],
  [
    "batch normalisation",
    [MAP, [64], [64]],
    (x, gamma, beta) => batchNorm(x as tf.Tensor4D, gamma, beta, 1e-5, (...s) => tf.dispose(s)),
  ],
];
