import type { TensorInfo } from "@tensorflow/tfjs-core";
import { addProduct } from "./add-product.ts";
import { axesOf, type Conv2DInfo, reachedOutputs } from "./convolution-geometry.ts";
import { copyStrided, stepsOf, WORD } from "./copy-strided.ts";
import type { Heap, HeapTensor } from "./heap.ts";

/** Rows of the product, taps times channels, that are worth starting its loops for. */
const ENOUGH_ROWS = 32;
/** Outputs, of as many images as it takes, whose pixels are gathered at once: they stay in the cache. */
const ENOUGH_OUTPUTS = 256;

type Tap = readonly [row: number, column: number];

/** Where the pixels under one tap lie in an image and the outputs they go to, in pixels from its start. */
interface TapPlaces {
  rows: number;
  columns: number;
  firstPixel: number;
  firstOutput: number;
}

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

/** Groups of consecutive items. */
function* groups(count: number, size: number): Generator<{ first: number; length: number }> {
  for (let first = 0; first < count; first += size) yield { first, length: Math.min(size, count - first) };
}

/**
 * dL/df of y = conv2d(x, f): for each tap the product of the pixels under it with dy over all outputs,
 *   df[r, c, i, o] = sum over b, y, x of X[b, s y + r - pad, s x + c - pad, i] dy[b, y, x, o].
 * x [b,h,w,ci], dy [b,oh,ow,co] -> [kh,kw,ci,co]. A few images at a time: pixels gathered as [outputs, taps ci], product with
 * their part of dy added to df.
 */
export function filterGradient(x: HeapTensor, dy: HeapTensor, info: Conv2DInfo, heap: Heap): TensorInfo {
  const { inChannels: ci, outChannels: co, outHeight, outWidth } = info;
  const outputs = outHeight * outWidth;
  const taps = tapsOf(info);
  const tapGroup = Math.max(1, Math.floor(ENOUGH_ROWS / ci));
  const imageGroup = Math.max(1, Math.floor(ENOUGH_OUTPUTS / outputs));
  const from = stepsOf(info.inShape);
  const df = heap.zeros([info.filterHeight, info.filterWidth, ci, co]);
  for (const images of groups(info.batchSize, imageGroup)) {
    const count = images.length * outputs;
    for (const some of groups(taps.length, tapGroup)) {
      const rows = some.length * ci;
      const pixels = heap.zeros([count, rows]);
      for (let i = 0; i < some.length; i++) {
        const places = placesOf(taps[some.first + i], info);
        const source = x.address + images.first * from[0] + places.firstPixel * from[2];
        const target = pixels.address + (places.firstOutput * rows + i * ci) * WORD;
        copyStrided(heap, source, target, [
          { count: images.length, from: from[0], to: outputs * rows * WORD },
          { count: places.rows, from: info.strideHeight * from[1], to: outWidth * rows * WORD },
          { count: places.columns, from: info.strideWidth * from[2], to: rows * WORD },
          { count: ci, from: WORD, to: WORD },
        ]);
      }
      const a = { address: pixels.address, step: rows, turned: true };
      const b = { address: dy.address + images.first * outputs * co * WORD, step: co };
      const c = { address: df.address + some.first * ci * co * WORD, step: co };
      addProduct(heap, { rows, inner: count, columns: co }, { a, b, c });
      heap.free(pixels);
    }
  }
  return df;
}

/** dL/df of a depthwise convolution: per tap and channel, the sum of pixel times dy. -> [kh,kw,c,1] */
export function depthwiseFilterGradient(
  x: HeapTensor,
  dy: HeapTensor,
  info: Conv2DInfo,
  heap: Heap,
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
