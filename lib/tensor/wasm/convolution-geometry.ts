import { backend_util } from "@tensorflow/tfjs-core";

export type Shape4D = [number, number, number, number];
export type Conv2DInfo = backend_util.Conv2DInfo;

/** How a convolution was called. */
export interface ConvolutionAttrs {
  strides: number | [number, number];
  pad: number | "valid" | "same" | [number, number][];
  dimRoundingMode?: "floor" | "round" | "ceil";
  dataFormat?: "NHWC" | "NCHW";
}

export function convolutionInfo(
  x: readonly number[],
  filter: readonly number[],
  attrs: ConvolutionAttrs,
  depthwise: boolean,
): Conv2DInfo {
  if (attrs.dataFormat === "NCHW")
    throw new Error("Convolution gradients on wasm take channels-last tensors only.");
  if (depthwise && filter[3] !== 1) throw new Error("Depthwise gradients on wasm need one filter a channel.");
  const { strides, pad, dimRoundingMode } = attrs;
  return backend_util.computeConv2DInfo(
    x as Shape4D,
    filter as Shape4D,
    strides,
    1,
    pad as number,
    dimRoundingMode,
    depthwise,
  );
}

/** One axis of a convolution y[o] = sum_r x[stride o + r - pad] f[r]. */
export interface Axis {
  size: number;
  out: number;
  taps: number;
  stride: number;
  pad: number;
}

export const axesOf = (info: Conv2DInfo): [Axis, Axis] => [
  {
    size: info.inHeight,
    out: info.outHeight,
    taps: info.filterHeight,
    stride: info.strideHeight,
    pad: info.padInfo.top,
  },
  {
    size: info.inWidth,
    out: info.outWidth,
    taps: info.filterWidth,
    stride: info.strideWidth,
    pad: info.padInfo.left,
  },
];

/** The outputs o in [first, first + count) whose pixel under tap r lies inside the input. */
export function reachedOutputs(axis: Axis, tap: number): { first: number; count: number } {
  const first = Math.max(0, Math.ceil((axis.pad - tap) / axis.stride));
  const last = Math.min(axis.out - 1, Math.floor((axis.size - 1 + axis.pad - tap) / axis.stride));
  return { first, count: Math.max(0, last - first + 1) };
}

/**
 * The part of an axis' adjoint that lands on the positions stride q + phase: an ordinary correlation over dy,
 *   dx[stride q + phase] = sum over i of dy'[q + i] f[taps[i]],
 * where dy' is dy with `before` and `after` zeros around it; negative: that many are cut off.
 */
export interface Phase {
  phase: number;
  /** The taps that reach it, by rising shift of dy: falling, `stride` apart. */
  taps: number[];
  count: number;
  before: number;
  after: number;
}

/** A strided adjoint in `stride` parts: zeros between the outputs, most of the work otherwise, are never multiplied. */
export function phasesOf({ size, out, taps, stride, pad }: Axis): Phase[] {
  return Array.from({ length: stride }, (_, phase) => {
    const reaching = Array.from({ length: taps }, (_, i) => taps - 1 - i).filter(
      (tap) => (phase + pad - tap) % stride === 0,
    );
    const count = Math.max(0, Math.ceil((size - phase) / stride));
    const shift = (tap: number) => (phase + pad - tap) / stride;
    const before = -shift(reaching[0] ?? 0);
    const after = count + shift(reaching[reaching.length - 1] ?? 0) - out;
    return { phase, taps: reaching, count, before, after };
  });
}
