import { Conv2D, DepthwiseConv2dNative, type TensorInfo } from "@tensorflow/tfjs-core";
import { callKernel } from "./call-kernel.ts";
import { axesOf, type Conv2DInfo, type Phase, phasesOf } from "./convolution-geometry.ts";
import { copyStrided, permute, stepsOf, takeBox, WORD } from "./copy-strided.ts";
import type { Heap, HeapTensor } from "./heap.ts";

interface Surroundings {
  heap: Heap;
  backend: object;
}

/** dy without the rows and columns that lie beyond the input, where a phase's padding is negative. */
function cutOff(heap: Heap, dy: HeapTensor, phases: readonly Phase[]): HeapTensor {
  const [b, h, w, c] = dy.shape;
  const [top, left] = phases.map(({ before }) => Math.max(0, -before));
  const [bottom, right] = phases.map(({ after }) => Math.max(0, -after));
  if (top + left + bottom + right === 0) return dy;
  return takeBox(heap, dy, [0, top, left, 0], [b, h - top - bottom, w - left - right, c]);
}

/** The taps of two phases: [rows, columns, out, in] of a filter [kh, kw, in, out]. */
function turnedTaps(heap: Heap, filter: HeapTensor, phases: readonly Phase[], strides: number[]): HeapTensor {
  const [, , into, out] = filter.shape;
  const [rows, columns] = phases.map(({ taps }) => taps);
  const turned = heap.allocate([rows.length, columns.length, out, into]);
  const [from, to] = [stepsOf(filter.shape), stepsOf(turned.shape)];
  permute(heap, filter.address + rows[0] * from[0] + columns[0] * from[1], turned.address, [
    { count: rows.length, from: -strides[0] * from[0], to: to[0] },
    { count: columns.length, from: -strides[1] * from[1], to: to[1] },
    { count: into, from: from[2], to: WORD },
    { count: out, from: WORD, to: to[2] },
  ]);
  return turned;
}

/** The same of a depthwise filter [kh, kw, channels, 1]: nothing to turn but the order of the taps. Missing ones are zero. */
function pickedTaps(heap: Heap, filter: HeapTensor, phases: readonly Phase[], strides: number[]): HeapTensor {
  const [rows, columns] = phases.map(({ taps }) => taps);
  const side = Math.max(rows.length, columns.length);
  const picked = heap.zeros([side, side, filter.shape[2], 1]);
  const [from, to] = [stepsOf(filter.shape), stepsOf(picked.shape)];
  copyStrided(heap, filter.address + rows[0] * from[0] + columns[0] * from[1], picked.address, [
    { count: rows.length, from: -strides[0] * from[0], to: to[0] },
    { count: columns.length, from: -strides[1] * from[1], to: to[1] },
    { count: filter.shape[2], from: WORD, to: WORD },
  ]);
  return picked;
}

/** The phases with as many taps in both directions, by zeros at the end: engines are slow with 1 x 2 taps a channel. */
function squared(phases: readonly Phase[]): Phase[] {
  const side = Math.max(...phases.map(({ taps }) => taps.length));
  return phases.map((phase) => ({ ...phase, after: phase.after + side - phase.taps.length }));
}

/**
 * dL/dx of y = conv2d(x, f). With stride s the input has s x s interleaved parts, each an ordinary correlation of dy with
 * the turned taps that reach it. dy [b,oh,ow,co], filter [kh,kw,ci,co] -> [b,h,w,ci]; a depthwise filter is [kh,kw,c,1].
 */
export function inputGradient(
  dy: HeapTensor,
  filter: HeapTensor,
  info: Conv2DInfo,
  { heap, backend }: Surroundings,
  depthwise: boolean,
): TensorInfo {
  const axes = axesOf(info);
  const strides = axes.map(({ stride }) => stride);

  function correlate(given: readonly Phase[]): TensorInfo {
    const phases = depthwise ? squared(given) : given;
    const used = cutOff(heap, dy, phases);
    const taps = (depthwise ? pickedTaps : turnedTaps)(heap, filter, phases, strides);
    const sides = phases.map(({ before, after }) => [Math.max(0, before), Math.max(0, after)]);
    const attrs = { strides: [1, 1], pad: [[0, 0], ...sides, [0, 0]], dilations: [1, 1], dataFormat: "NHWC" };
    const name = depthwise ? DepthwiseConv2dNative : Conv2D;
    const part = callKernel(name, { x: used, filter: taps }, attrs, backend);
    heap.free(taps, ...(used === dy ? [] : [used]));
    return part;
  }

  const [rowPhases, columnPhases] = axes.map(phasesOf);
  if (strides[0] * strides[1] === 1) return correlate([rowPhases[0], columnPhases[0]]);
  const dx = heap.zeros(info.inShape);
  const to = stepsOf(info.inShape);
  for (const rows of rowPhases) {
    for (const columns of columnPhases) {
      const phases = [rows, columns];
      if (phases.some(({ count, taps }) => count === 0 || taps.length === 0)) continue;
      const part = heap.locate(correlate(phases));
      const from = stepsOf(part.shape);
      copyStrided(heap, part.address, dx.address + rows.phase * to[1] + columns.phase * to[2], [
        { count: part.shape[0], from: from[0], to: to[0] },
        { count: part.shape[1], from: from[1], to: strides[0] * to[1] },
        { count: part.shape[2], from: from[2], to: strides[1] * to[2] },
        { count: part.shape[3], from: WORD, to: WORD },
      ]);
      heap.free(part);
    }
  }
  return dx;
}
