import * as tf from "@tensorflow/tfjs-core";
import { GROUPED_CONVOLUTION } from "../kernel-names.ts";
import { runKernel } from "../run-kernel.ts";
import { sumToShape } from "./elementwise.ts";

/** C = op(A) op(B), op = identity or transpose of the last two axes; leading axes may broadcast. */
const matMul: tf.GradConfig = {
  kernelName: tf.BatchMatMul,
  inputsToSave: ["a", "b"],
  gradFunc: (dyIn, [a, b], attrs) => {
    const dy = dyIn as tf.Tensor;
    const { transposeA: turnA, transposeB: turnB } = attrs as { transposeA: boolean; transposeB: boolean };
    return {
      a: () => sumToShape(turnA ? tf.matMul(b, dy, turnB, true) : tf.matMul(dy, b, false, !turnB), a.shape),
      b: () => sumToShape(turnB ? tf.matMul(dy, a, true, turnA) : tf.matMul(a, dy, !turnA, false), b.shape),
    };
  },
};

type Pair = [number, number];

function requireUndilated(attrs: tf.NamedAttrMap): void {
  const dilations = [attrs.dilations ?? 1].flat();
  if (dilations.some((d) => d !== 1))
    throw new Error("A dilated convolution has no gradient here: use a stride instead.");
}

/** Each of the two gradients is computed only where it is asked for. */
const convolution = (kernelName: string): tf.GradConfig => ({
  kernelName,
  inputsToSave: ["x", "filter"],
  gradFunc: (dyIn, saved, attrs) => {
    requireUndilated(attrs);
    const [x, filter] = saved as tf.Tensor4D[];
    const dy = dyIn as tf.Tensor4D;
    const { strides, pad, dataFormat, dimRoundingMode } = attrs as { [name: string]: tf.Attribute };
    const options = { strides, pad, dataFormat, dimRoundingMode };
    return {
      x: () => runKernel(tf.Conv2DBackpropInput, { dy, filter }, { ...options, inputShape: x.shape }),
      filter: () => runKernel(tf.Conv2DBackpropFilter, { x, dy }, { ...options, filterShape: filter.shape }),
    };
  },
});

const depthwiseConvolution: tf.GradConfig = {
  kernelName: tf.DepthwiseConv2dNative,
  inputsToSave: ["x", "filter"],
  gradFunc: (dyIn, saved, attrs) => {
    requireUndilated(attrs);
    const [x, filter] = saved as tf.Tensor4D[];
    const dy = dyIn as tf.Tensor4D;
    const options = {
      strides: attrs.strides,
      pad: attrs.pad,
      dilations: [1, 1] as Pair,
      dimRoundingMode: attrs.dimRoundingMode,
    };
    const names = [tf.DepthwiseConv2dNativeBackpropInput, tf.DepthwiseConv2dNativeBackpropFilter];
    return {
      x: () => runKernel(names[0], { dy, filter }, { ...options, inputShape: x.shape }),
      filter: () => runKernel(names[1], { x, dy }, { ...options, filterShape: filter.shape }),
    };
  },
};

export const linearGradients: tf.GradConfig[] = [
  matMul,
  convolution(tf.Conv2D),
  convolution(GROUPED_CONVOLUTION),
  depthwiseConvolution,
];
