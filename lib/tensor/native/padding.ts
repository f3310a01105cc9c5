import type { backend_util, Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { pad, slice } from "@tensorflow/tfjs-core";

type ConvInfo = backend_util.Conv2DInfo;

/** A window sliding along one axis: pixels that the first and the last window lack. The latter negative: left over. */
interface Reach {
  before: number;
  after: number;
}

function reachOf(size: number, out: number, taps: number, stride: number, before: number): Reach {
  return { before, after: (out - 1) * stride + taps - size - before };
}

function reaches(info: ConvInfo): [Reach, Reach] {
  return [
    reachOf(info.inHeight, info.outHeight, info.filterHeight, info.strideHeight, info.padInfo.top),
    reachOf(info.inWidth, info.outWidth, info.filterWidth, info.strideWidth, info.padInfo.left),
  ];
}

function isSame(size: number, out: number, stride: number, { before, after }: Reach): boolean {
  const total = Math.max(0, before + after);
  return out === Math.ceil(size / stride) && before === Math.floor(total / 2);
}

/**
 * The padding of a convolution or pooling in TensorFlow's words: "SAME" and "VALID" have fast kernels, "EXPLICIT" has slow
 * gradients (measured: up to 7 times) or none.
 */
export function paddingOf(info: ConvInfo): "SAME" | "VALID" | "EXPLICIT" {
  const [rows, columns] = reaches(info);
  if (rows.before === 0 && columns.before === 0 && rows.after <= 0 && columns.after <= 0) return "VALID";
  const same =
    isSame(info.inHeight, info.outHeight, info.strideHeight, rows) &&
    isSame(info.inWidth, info.outWidth, info.strideWidth, columns);
  return same ? "SAME" : "EXPLICIT";
}

/** [0, 0, top, bottom, left, right, 0, 0] */
export function explicitPaddings({ padInfo: { top, bottom, left, right } }: ConvInfo): number[] {
  return [0, 0, top, bottom, left, right, 0, 0];
}

function pads(info: ConvInfo): [number, number][] {
  const sides = reaches(info).map(({ before, after }): [number, number] => [before, Math.max(0, after)]);
  return [[0, 0], ...sides, [0, 0]];
}

/** x with as many border pixels as the windows reach, for "VALID". */
export function padToReach(x: TensorInfo, info: ConvInfo, value = 0): Tensor {
  return pad(x as Tensor, pads(info), value);
}

export function shapeToReach(info: ConvInfo): number[] {
  return info.inShape.map((n, i) => n + pads(info)[i][0] + pads(info)[i][1]);
}

/** Adjoint of padToReach: the border's share of a gradient is dropped. */
export function cutToInput(padded: Tensor, info: ConvInfo): Tensor {
  const begin = pads(info).map(([before]) => before);
  return slice(padded, begin, info.inShape);
}
