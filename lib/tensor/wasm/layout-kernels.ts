import * as tf from "@tensorflow/tfjs-core";
import { heapKernel } from "./call-kernel.ts";
import { type CopyAxis, copyStrided, permute, stepsOf, takeBox } from "./copy-strided.ts";
import type { WasmBackend } from "./heap.ts";

const slice = heapKernel<{ begin: number[]; size: number[] }>(tf.Slice, ({ heap, input, attrs }) => {
  const x = input("x");
  const [begin, size] = tf.slice_util.parseSliceParams(x, attrs.begin, attrs.size);
  return takeBox(heap, x, begin, size);
});

const splitV = heapKernel<{ numOrSizeSplits: number | number[]; axis: number }>(
  tf.SplitV,
  ({ heap, input, attrs }) => {
    const x = input("x");
    const [axis] = tf.util.parseAxisParam(attrs.axis, x.shape);
    const lengths = tf.backend_util.prepareSplitSize(x, attrs.numOrSizeSplits, axis);
    let at = 0;
    return lengths.map((length) => {
      const begin = x.shape.map((_, i) => (i === axis ? at : 0));
      at += length;
      return takeBox(heap, x, begin, Object.assign([...x.shape], { [axis]: length }));
    });
  },
);

const unpack = heapKernel<{ axis: number }>(tf.Unpack, ({ heap, input, attrs }) => {
  const value = input("value");
  const [axis] = tf.util.parseAxisParam(attrs.axis, value.shape);
  const size = Object.assign([...value.shape], { [axis]: 1 });
  return Array.from({ length: value.shape[axis] }, (_, at) => {
    const begin = value.shape.map((_, i) => (i === axis ? at : 0));
    return { ...takeBox(heap, value, begin, size), shape: value.shape.filter((_, i) => i !== axis) };
  });
});

const stridedSlice = heapKernel<
  Record<string, number> & { begin: number[]; end: number[]; strides: number[] }
>(tf.StridedSlice, ({ heap, input, attrs: a }) => {
  const x = input("x");
  const info = tf.slice_util.sliceInfo(
    ...[x.shape, a.begin, a.end, a.strides, a.beginMask, a.endMask],
    ...([a.ellipsisMask, a.newAxisMask, a.shrinkAxisMask] as const),
  );
  const size = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
  return { ...takeBox(heap, x, info.begin, size, info.strides), shape: info.finalShape };
});

const reverse = heapKernel<{ dims: number | number[] }>(tf.Reverse, ({ heap, input, attrs }) => {
  const x = input("x");
  const turned = tf.util.parseAxisParam(attrs.dims, x.shape);
  const begin = x.shape.map((n, i) => (turned.includes(i) ? n - 1 : 0));
  return takeBox(
    heap,
    x,
    begin,
    x.shape,
    x.shape.map((_, i) => (turned.includes(i) ? -1 : 1)),
  );
});

const tile = heapKernel<{ reps: number[] }>(tf.Tile, ({ heap, input, attrs }) => {
  const x = input("x");
  const shape = x.shape.map((n, i) => n * attrs.reps[i]);
  const out = heap.allocate(shape, x.dtype);
  const [from, to] = [stepsOf(x.shape), stepsOf(shape)];
  const axes = x.shape.flatMap((count, i): CopyAxis[] => [
    { count: attrs.reps[i], from: 0, to: count * to[i] },
    { count, from: from[i], to: to[i] },
  ]);
  copyStrided(heap, x.address, out.address, axes);
  return out;
});

const transpose = heapKernel<{ perm: number[] }>(tf.Transpose, ({ heap, input, attrs }) => {
  const x = input("x");
  const shape = attrs.perm.map((axis) => x.shape[axis]);
  const out = heap.allocate(shape, x.dtype);
  const [from, to] = [stepsOf(x.shape), stepsOf(shape)];
  const axes = x.shape.map((count, i) => ({ count, from: from[i], to: to[attrs.perm.indexOf(i)] }));
  permute(heap, x.address, out.address, axes);
  return out;
});

/** Several tensors along one axis: each goes to its place in the whole. */
const concat = heapKernel<{ axis: number }>(tf.Concat, ({ heap, inputs, attrs }) => {
  const parts = inputs();
  const [axis] = tf.util.parseAxisParam(attrs.axis, parts[0].shape);
  const shapes = parts.map(({ shape }) => shape);
  tf.backend_util.assertParamsConsistent(shapes, axis);
  const shape = tf.backend_util.computeOutShape(shapes, axis);
  const out = heap.allocate(shape, parts[0].dtype);
  const to = stepsOf(shape);
  let target = out.address;
  for (const part of parts) {
    const from = stepsOf(part.shape);
    copyStrided(
      ...[heap, part.address, target],
      part.shape.map((count, i) => ({ count, from: from[i], to: to[i] })),
    );
    target += part.shape[axis] * to[axis];
  }
  return out;
});

/** Kernels that only move numbers. Those of tfjs copy whole tensors first, or go item by item: up to 1000 times slower. */
export const layoutKernels = [slice, splitV, unpack, stridedSlice, reverse, tile, transpose, concat];

/** A tensor is never changed in place, so that a copy may share its memory. */
export const identity: tf.KernelConfig = {
  kernelName: tf.Identity,
  backendName: "wasm",
  kernelFunc: ({ inputs, backend }) => {
    const { dataId, shape, dtype } = inputs.x as tf.TensorInfo;
    (backend as WasmBackend).incRef(dataId);
    return { dataId, shape, dtype };
  },
};
