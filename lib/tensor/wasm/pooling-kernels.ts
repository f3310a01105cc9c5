import * as tf from "@tensorflow/tfjs-core";
import { heapKernel } from "./call-kernel.ts";
import { axesOf } from "./convolution-geometry.ts";
import { WORD } from "./copy-strided.ts";
import { inputGradient } from "./input-gradient.ts";

interface PoolAttrs {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: number | "valid" | "same" | [number, number][];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

const poolInfo = (shape: number[], { filterSize, strides, pad, dimRoundingMode }: PoolAttrs) =>
  tf.backend_util.computePool2DInfo(
    ...[shape as [number, number, number, number], filterSize, strides, 1],
    ...([pad as number, dimRoundingMode] as const),
  );

/** The window of output o along one axis, inside the input. */
function window({ size, taps, stride, pad }: ReturnType<typeof axesOf>[0], o: number) {
  const first = Math.max(0, o * stride - pad);
  return { first, count: Math.min(size, o * stride - pad + taps) - first };
}

/** dL/dx of maximum pooling: dy goes to the first pixel of each window, row by row, that is the maximum. */
const maxPoolGradient = heapKernel<PoolAttrs>(tf.MaxPoolGrad, ({ heap, input, attrs }) => {
  const [dy, x, y] = [input("dy"), input("input"), input("output")];
  const info = poolInfo(x.shape, attrs);
  const [rows, columns] = axesOf(info);
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth } = info;
  const dx = heap.zeros(x.shape);
  const pixel = inChannels * WORD;
  for (let image = 0; image < batchSize; image++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const down = window(rows, oy);
      for (let ox = 0; ox < outWidth; ox++) {
        const across = window(columns, ox);
        const from = ((image * inHeight + down.first) * inWidth + across.first) * pixel;
        const to = ((image * outHeight + oy) * outWidth + ox) * pixel;
        heap.loops.claimMaximum(
          ...[x.address + from, dx.address + from, y.address + to, dy.address + to],
          ...[down.count, across.count, inChannels, inWidth * pixel],
        );
      }
    }
  }
  return dx;
});

/** dL/dx of average pooling that always divides by the whole window, as tfjs's other engines have it. */
const averagePoolGradient = heapKernel<PoolAttrs>(tf.AvgPoolGrad, (call) => {
  const { heap, input, attrs } = call;
  const info = poolInfo(input("input").shape, attrs);
  const { filterHeight, filterWidth, inChannels } = info;
  const share = heap.allocate([filterHeight, filterWidth, inChannels, 1]);
  heap.view(share).fill(1 / (filterHeight * filterWidth));
  const dx = inputGradient(input("dy"), share, info, call, true);
  heap.free(share);
  return dx;
});

export const poolingKernels = [maxPoolGradient, averagePoolGradient];
