import * as tf from "@tensorflow/tfjs-core";
import { GROUPED_CONVOLUTION } from "./kernel-names.ts";
import { hasKernel, runKernel } from "./run-kernel.ts";

export type Activation = "linear" | "relu" | "relu6";

export interface ConvolutionOptions {
  /** Rows and columns; one number for both. Default 1. Two different ones only on wasm. */
  stride?: number | [number, number];
  /** Zeros on each side, rows and columns; one number for both. Default 0. */
  pad?: number | [number, number];
  /** Channels are cut into this many groups that do not see each other. Default 1; the number of channels: depthwise. */
  groups?: number;
  /** [out], added to the result. */
  bias?: tf.Tensor;
  /** Applied last. Default "linear": nothing. */
  activation?: Activation;
}

type Pads = [[0, 0], [number, number], [number, number], [0, 0]];

/** A convolution as an engine's kernels take it. */
interface Geometry {
  strides: [number, number];
  pad: Pads;
  groups: number;
}

const pairOf = (value: number | [number, number]): [number, number] =>
  Array.isArray(value) ? value : [value, value];

/**
 * PyTorch's Conv2d: symmetric padding, output (n + 2 pad - k) / stride + 1 rounded down; then bias and activation.
 * x [b,h,w,in], kernel [kh,kw,in/groups,out] -> [b,h',w',out], differentiable in x, kernel and bias, on the engine's fast
 * kernels for both. Outside a gradient bias and activation are part of the convolution where the engine has that.
 * @throws RangeError when channels, kernel and groups do not go together.
 */
export function conv2d(x: tf.Tensor4D, kernel: tf.Tensor4D, options: ConvolutionOptions = {}): tf.Tensor4D {
  const { groups = 1, bias, activation = "linear" } = options;
  const geometry = geometryOf(options);
  const channels = x.shape[3];
  const [height, width, into, out] = kernel.shape;
  if (into * groups !== channels || out % groups !== 0) {
    throw new RangeError(`A kernel [${kernel.shape}] in ${groups} groups does not fit ${channels} channels.`);
  }
  const isDepthwise = groups > 1 && into === 1 && out === channels;
  const filter = isDepthwise ? (tf.reshape(kernel, [height, width, channels, 1]) as tf.Tensor4D) : kernel;
  const isFused = (bias || activation !== "linear") && !isTaped() && (groups === 1 || isDepthwise);
  if (isFused) {
    const { strides, pad } = geometry;
    // The types of one of the two forget explicit padding.
    const fused = { x, filter, strides, pad: pad as unknown as number, bias, activation };
    return isDepthwise ? tf.fused.depthwiseConv2d(fused) : tf.fused.conv2d(fused);
  }
  const product = isDepthwise
    ? tf.depthwiseConv2d(x, filter, geometry.strides, geometry.pad)
    : convolve(x, filter, geometry);
  return activate(bias ? (tf.add(product, bias) as tf.Tensor4D) : product, activation);
}

function geometryOf({ stride = 1, pad = 0, groups = 1 }: ConvolutionOptions): Geometry {
  const [rows, columns] = pairOf(pad);
  const sides: Pads = [
    [0, 0],
    [rows, rows],
    [columns, columns],
    [0, 0],
  ];
  return { strides: pairOf(stride), pad: sides, groups };
}

/** Fused operations compute every gradient, whether it is wanted or not: that of the kernel is half of the work. */
function isTaped(): boolean {
  return (tf.engine() as unknown as { state: { gradientDepth: number } }).state.gradientDepth > 0;
}

export function activate(x: tf.Tensor4D, activation: Activation): tf.Tensor4D {
  if (activation === "linear") return x;
  return activation === "relu" ? tf.relu(x) : tf.relu6(x);
}

function convolve(x: tf.Tensor4D, kernel: tf.Tensor4D, { strides, pad, groups }: Geometry): tf.Tensor4D {
  if (groups === 1) return tf.conv2d(x, kernel, strides, pad);
  if (hasKernel(GROUPED_CONVOLUTION)) {
    const attrs = { strides, pad, dilations: [1, 1], dataFormat: "NHWC" };
    return runKernel(GROUPED_CONVOLUTION, { x, filter: kernel }, attrs) as tf.Tensor4D;
  }
  const kernels = tf.split<tf.Tensor4D>(kernel, groups, 3);
  const parts = tf
    .split<tf.Tensor4D>(x, groups, 3)
    .map((part, g) => tf.conv2d(part, kernels[g], strides, pad));
  return tf.concat(parts, 3);
}
