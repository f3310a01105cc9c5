import * as tf from "@tensorflow/tfjs-core";
import { GROUPED_CONVOLUTION } from "../kernel-names.ts";
import { type AttributeValue, operation } from "./operation.ts";
import { cutToInput, explicitPaddings, paddingOf, padToReach, shapeToReach } from "./padding.ts";

type Shape4D = [number, number, number, number];
type ConvInfo = tf.backend_util.Conv2DInfo;

interface Attrs {
  strides: number | [number, number];
  pad: number | "valid" | "same" | [number, number][];
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
  dataFormat?: "NHWC" | "NCHW";
  inputShape: number[];
  filterShape: number[];
}

interface Call {
  backend: object;
  inputs: Record<string, tf.Tensor>;
  attrs: Attrs;
}

function infoOf(x: number[], filter: number[], attrs: Attrs, depthwise: boolean): ConvInfo {
  const { strides, pad, dimRoundingMode, dilations, dataFormat } = attrs;
  if (dataFormat === "NCHW") throw new Error("Convolutions on native take channels-last tensors only.");
  const info = tf.backend_util.computeConv2DInfo(
    ...([x as Shape4D, filter as Shape4D, strides, dilations ?? 1, pad as number] as const),
    ...([dimRoundingMode, depthwise] as const),
  );
  // oneDNN under TensorFlow 2.21 returns uninitialised numbers for [2,4,4,1] with a 1x2 kernel and strides 1, 3.
  if (info.strideHeight !== info.strideWidth) throw new Error("Convolutions on native need equal strides.");
  return info;
}

const attributesOf = (info: ConvInfo, padding: string): Record<string, AttributeValue> => ({
  strides: [1, info.strideHeight, info.strideWidth, 1],
  dilations: [1, info.dilationHeight, info.dilationWidth, 1],
  data_format: "NHWC",
  padding,
  ...(padding === "EXPLICIT" ? { explicit_paddings: explicitPaddings(info) } : {}),
});

const shapeTensor = (shape: readonly number[]) => tf.tensor1d([...shape], "int32");

function forward(
  name: string,
  { backend, inputs: { x, filter }, attrs }: Call,
  depthwise: boolean,
): tf.Tensor {
  const info = infoOf(x.shape, filter.shape, attrs, depthwise);
  return operation(backend, name, attributesOf(info, paddingOf(info)), [x, filter])[0];
}

/** Explicit padding is cut off a "VALID" gradient: TensorFlow's own kernel for it is a slow one. */
function inputGradient(name: string, { backend, inputs: { dy, filter }, attrs }: Call, depthwise: boolean) {
  const info = infoOf(attrs.inputShape, filter.shape, attrs, depthwise);
  const padding = paddingOf(info);
  const isExplicit = padding === "EXPLICIT";
  const shape = shapeTensor(isExplicit ? shapeToReach(info) : attrs.inputShape);
  const attributes = attributesOf(info, isExplicit ? "VALID" : padding);
  const [dx] = operation(backend, name, attributes, [shape, filter, dy]);
  return isExplicit ? cutToInput(dx, info) : dx;
}

function filterGradient(name: string, { backend, inputs: { x, dy }, attrs }: Call, depthwise: boolean) {
  const info = infoOf(x.shape, attrs.filterShape, attrs, depthwise);
  const padding = paddingOf(info);
  const isExplicit = padding === "EXPLICIT";
  const attributes = attributesOf(info, isExplicit ? "VALID" : padding);
  const pixels = isExplicit ? padToReach(x, info) : x;
  return operation(backend, name, attributes, [pixels, shapeTensor(attrs.filterShape), dy])[0];
}

type Compute = (name: string, call: Call, depthwise: boolean) => tf.Tensor;

function kernel(kernelName: string, compute: Compute, depthwise: boolean, operationName = kernelName) {
  return {
    kernelName,
    backendName: "tensorflow",
    kernelFunc: (call: object) => tf.tidy(() => compute(operationName, call as Call, depthwise)),
  };
}

/** Convolutions and their gradients with any padding, always on the kernels that oneDNN has. Channels last only. */
export const convolutionKernels: tf.KernelConfig[] = [
  kernel(tf.Conv2D, forward, false),
  kernel(GROUPED_CONVOLUTION, forward, false, tf.Conv2D),
  kernel(tf.Conv2DBackpropInput, inputGradient, false),
  kernel(tf.Conv2DBackpropFilter, filterGradient, false),
  kernel(tf.DepthwiseConv2dNative, forward, true),
  kernel(tf.DepthwiseConv2dNativeBackpropInput, inputGradient, true),
  kernel(tf.DepthwiseConv2dNativeBackpropFilter, filterGradient, true),
];
