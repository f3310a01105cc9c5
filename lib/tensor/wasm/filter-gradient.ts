import { Conv2D, type TensorInfo } from "@tensorflow/tfjs-core";
import { callKernel } from "./call-kernel.ts";
import { axesOf, type Conv2DInfo, reachedOutputs } from "./convolution-geometry.ts";
import { permute, stepsOf, WORD } from "./copy-strided.ts";
import type { Heap, HeapTensor } from "./heap.ts";

interface Surroundings {
  heap: Heap;
  backend: object;
}

/** Rows of a product below which its inner loop is not filled. */
const FULL_ROWS = 16;

/** Where the pixels under one tap lie in x and the outputs they go to in dy, in bytes from the start of an image. */
interface TapPlaces {
  rows: number;
  columns: number;
  firstPixel: number;
  firstOutput: number;
}

type Tap = readonly [row: number, column: number];

/** Outputs that look at padding through this tap are left out: zeros add nothing. */
function placesOf([row, column]: Tap, info: Conv2DInfo): TapPlaces {
  const [down, across] = axesOf(info);
  const [rows, columns] = [reachedOutputs(down, row), reachedOutputs(across, column)];
  const y = rows.first * down.stride + row - down.pad;
  const x = columns.first * across.stride + column - across.pad;
  return {
    rows: rows.count,
    columns: columns.count,
    firstPixel: y * info.inWidth + x,
    firstOutput: rows.first * info.outWidth + columns.first,
  };
}

const tapsOf = ({ filterHeight, filterWidth }: Conv2DInfo): Tap[] =>
  Array.from({ length: filterHeight * filterWidth }, (_, i) => [
    Math.floor(i / filterWidth),
    i % filterWidth,
  ]);

/** Writes the pixels under one tap by channel: [ci, b, oh, ow], untouched where the tap falls into the padding. */
function writePixels(heap: Heap, x: HeapTensor, tap: Tap, info: Conv2DInfo, target: number): void {
  const places = placesOf(tap, info);
  const from = stepsOf(info.inShape);
  const to = stepsOf([info.inChannels, info.batchSize, info.outHeight, info.outWidth]);
  permute(heap, x.address + places.firstPixel * from[2], target + places.firstOutput * WORD, [
    { count: info.batchSize, from: from[0], to: to[1] },
    { count: places.rows, from: info.strideHeight * from[1], to: to[2] },
    { count: places.columns, from: info.strideWidth * from[2], to: WORD },
    { count: info.inChannels, from: WORD, to: to[0] },
  ]);
}

/**
 * dL/df of y = conv2d(x, f): for each tap the product of the pixels under it with dy over all outputs,
 *   df[r, c, i, o] = sum over b, y, x of X[b, s y + r - pad, s x + c - pad, i] dy[b, y, x, o].
 * x [b,h,w,ci], dy [b,oh,ow,co] -> [kh,kw,ci,co].
 */
export function filterGradient(
  x: HeapTensor,
  dy: HeapTensor,
  info: Conv2DInfo,
  { heap, backend }: Surroundings,
): TensorInfo {
  const { batchSize, outHeight, outWidth, inChannels: ci, outChannels: co } = info;
  const outputs = batchSize * outHeight * outWidth;
  const df = heap.allocate([info.filterHeight, info.filterWidth, ci, co]);
  const filter = { ...dy, shape: [1, 1, outputs, co] };
  const attrs = { strides: [1, 1], pad: "valid", dilations: [1, 1], dataFormat: "NHWC" };
  const taps = tapsOf(info);
  const together = Math.ceil(FULL_ROWS / ci);
  for (let first = 0; first < taps.length; first += together) {
    const some = taps.slice(first, first + together);
    const pixels = heap.zeros([1, some.length * ci, 1, outputs]);
    for (const [i, tap] of some.entries())
      writePixels(heap, x, tap, info, pixels.address + i * ci * outputs * WORD);
    const product = heap.locate(callKernel(Conv2D, { x: pixels, filter }, attrs, backend));
    heap.view(df).set(heap.view(product), first * ci * co);
    heap.free(pixels, product);
  }
  return df;
}

/** dL/df of a depthwise convolution: per tap and channel, the sum of pixel times dy. -> [kh,kw,c,1] */
export function depthwiseFilterGradient(
  x: HeapTensor,
  dy: HeapTensor,
  info: Conv2DInfo,
  { heap }: Surroundings,
): TensorInfo {
  const channels = info.inChannels;
  const taps = tapsOf(info);
  const [from, to] = [stepsOf(info.inShape), stepsOf(info.outShape)];
  return heap.withDoubles(taps.length * channels, (sums, read) => {
    for (const [i, tap] of taps.entries()) {
      const { rows, columns, firstPixel, firstOutput } = placesOf(tap, info);
      for (let image = 0; image < info.batchSize; image++) {
        const pixel = x.address + image * from[0] + firstPixel * from[2];
        const output = dy.address + image * to[0] + firstOutput * to[2];
        heap.loops.products(
          ...[rows, columns, channels, sums + i * channels * 2 * WORD, 0],
          ...[pixel, info.strideWidth * from[2], info.strideHeight * from[1], output, to[2], to[1]],
        );
      }
    }
    return heap.place(Float32Array.from(read()), [info.filterHeight, info.filterWidth, channels, 1]);
  });
}
