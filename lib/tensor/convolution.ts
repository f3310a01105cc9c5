import * as tf from "@tensorflow/tfjs-core";
import { runKernel } from "./run-kernel.ts";

export interface ConvolutionOptions {
  /** Rows and columns; one number for both. Default 1. */
  stride?: number | [number, number];
  /** Zeros on each side, rows and columns; one number for both. Default 0. */
  pad?: number | [number, number];
  /** Channels are cut into this many groups that do not see each other. Default 1; the number of channels: depthwise. */
  groups?: number;
}

type Pads = [[0, 0], [number, number], [number, number], [0, 0]];

const pairOf = (value: number | [number, number]): [number, number] =>
  Array.isArray(value) ? value : [value, value];

/**
 * PyTorch's Conv2d without bias: symmetric padding, output (n + 2 pad - k) / stride + 1 rounded down.
 * x [b,h,w,in], kernel [kh,kw,in/groups,out] -> [b,h',w',out], differentiable in both, on every engine's fast kernels.
 * @throws RangeError when channels, kernel and groups do not go together.
 */
export function conv2d(x: tf.Tensor4D, kernel: tf.Tensor4D, options: ConvolutionOptions = {}): tf.Tensor4D {
  const { groups = 1 } = options;
  const stride = pairOf(options.stride ?? 1);
  const [rows, columns] = pairOf(options.pad ?? 0);
  const pads: Pads = [
    [0, 0],
    [rows, rows],
    [columns, columns],
    [0, 0],
  ];
  const [height, width, into, out] = kernel.shape;
  const channels = x.shape[3];
  if (into * groups !== channels || out % groups !== 0) {
    throw new RangeError(`A kernel [${kernel.shape}] in ${groups} groups does not fit ${channels} channels.`);
  }
  if (groups === 1) return tf.conv2d(x, kernel, stride, pads);
  if (groups === channels && out === channels)
    return tf.depthwiseConv2d(x, tf.reshape(kernel, [height, width, channels, 1]), stride, pads);
  const grouped = tf.getBackend() === "tensorflow" ? groupedByEngine : groupedByParts;
  return grouped(x, kernel, groups, stride, pads);
}

/** TensorFlow sees the groups in the kernel's shape; tfjs's checks, and with them its gradient, do not. */
function groupedByEngine(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  _groups: number,
  strides: [number, number],
  pad: Pads,
): tf.Tensor4D {
  const attrs = { strides, pad, dilations: [1, 1], dataFormat: "NHWC" };
  return tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const [input, filter] = args as tf.Tensor[];
    save([input, filter]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [x, filter] = saved;
      return [
        runKernel(tf.Conv2DBackpropInput, { dy, filter }, { ...attrs, inputShape: x.shape }),
        runKernel(tf.Conv2DBackpropFilter, { x, dy }, { ...attrs, filterShape: filter.shape }),
      ];
    };
    return { value: runKernel(tf.Conv2D, { x: input, filter }, attrs), gradFunc };
  })(x, kernel) as tf.Tensor4D;
}

function groupedByParts(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  groups: number,
  strides: [number, number],
  pad: Pads,
): tf.Tensor4D {
  const kernels = tf.split<tf.Tensor4D>(kernel, groups, 3);
  const parts = tf
    .split<tf.Tensor4D>(x, groups, 3)
    .map((part, g) => tf.conv2d(part, kernels[g], strides, pad));
  return tf.concat(parts, 3);
}
