import * as tf from "@tensorflow/tfjs-core";
import { heapKernel } from "./call-kernel.ts";
import { type ConvolutionAttrs, convolutionInfo } from "./convolution-geometry.ts";
import { depthwiseFilterGradient, filterGradient } from "./filter-gradient.ts";
import { inputGradient } from "./input-gradient.ts";

type InputAttrs = ConvolutionAttrs & { inputShape: number[] };
type FilterAttrs = ConvolutionAttrs & { filterShape: number[] };

/** The gradient kernels of convolutions that the wasm engine lacks, or has as a plain loop. */
export const convolutionKernels = [
  heapKernel<InputAttrs>(tf.Conv2DBackpropInput, (call) => {
    const [dy, filter] = [call.input("dy"), call.input("filter")];
    const info = convolutionInfo(call.attrs.inputShape, filter.shape, call.attrs, false);
    return inputGradient(dy, filter, info, call, false);
  }),
  heapKernel<FilterAttrs>(tf.Conv2DBackpropFilter, (call) => {
    const [x, dy] = [call.input("x"), call.input("dy")];
    const info = convolutionInfo(x.shape, call.attrs.filterShape, call.attrs, false);
    return filterGradient(x, dy, info, call.heap);
  }),
  heapKernel<InputAttrs>(tf.DepthwiseConv2dNativeBackpropInput, (call) => {
    const [dy, filter] = [call.input("dy"), call.input("filter")];
    const info = convolutionInfo(call.attrs.inputShape, filter.shape, call.attrs, true);
    return inputGradient(dy, filter, info, call, true);
  }),
  heapKernel<FilterAttrs>(tf.DepthwiseConv2dNativeBackpropFilter, (call) => {
    const [x, dy] = [call.input("x"), call.input("dy")];
    const info = convolutionInfo(x.shape, call.attrs.filterShape, call.attrs, true);
    return depthwiseFilterGradient(x, dy, info, call.heap);
  }),
];
