import { util } from "@tensorflow/tfjs-core";
import type { Heap, HeapTensor } from "./heap.ts";

/** Bytes of an int32 or float32. */
export const WORD = 4;

/** One axis of a copy: how often, and how far the next item lies in the source and in the target, in bytes. */
export interface CopyAxis {
  count: number;
  from: number;
  to: number;
}

/** Steps in bytes of a tensor's axes. */
export const stepsOf = (shape: readonly number[]): number[] =>
  shape.map((_, i) => util.sizeFromShape(shape.slice(i + 1)) * WORD);

/** Axes of one item dropped, neighbours that continue each other in both places joined. */
function merge(axes: readonly CopyAxis[]): CopyAxis[] {
  const merged: CopyAxis[] = [];
  for (const axis of axes.filter(({ count }) => count !== 1)) {
    const outer = merged[merged.length - 1];
    if (outer && outer.from === axis.count * axis.from && outer.to === axis.count * axis.to) {
      merged[merged.length - 1] = { ...axis, count: outer.count * axis.count };
    } else merged.push(axis);
  }
  return merged;
}

/**
 * Copies 4-byte items between two places of the heap, along any number of axes, outermost first. Steps may be negative
 * (reversed) or zero (repeated) in the source. Runs that are contiguous in both places go by vectors.
 */
export function copyStrided(heap: Heap, from: number, to: number, axes: readonly CopyAxis[]): void {
  if (axes.some(({ count }) => count === 0)) return;
  const merged = merge(axes);
  const last = merged[merged.length - 1];
  const isRun = last?.from === WORD && last.to === WORD;
  const bytes = isRun ? last.count * WORD : WORD;
  const loops = isRun ? merged.slice(0, -1) : merged;
  copyLoops(heap, from, to, loops, bytes);
}

const ONCE: CopyAxis = { count: 1, from: 0, to: 0 };

function copyLoops(heap: Heap, from: number, to: number, loops: readonly CopyAxis[], bytes: number): void {
  if (loops.length > 3) {
    const [outer, ...inner] = loops;
    for (let i = 0; i < outer.count; i++)
      copyLoops(heap, from + i * outer.from, to + i * outer.to, inner, bytes);
    return;
  }
  const [a, b, c] = [...Array.from({ length: 3 - loops.length }, () => ONCE), ...loops];
  heap.loops.copyRuns(
    ...[from, to, a.count, b.count, c.count, bytes],
    ...[a.from, b.from, c.from, a.to, b.to, c.to],
  );
}

/** A box of `x` as a tensor of its own, every `strides`-th item of each axis; negative strides go backwards. */
export function takeBox(
  heap: Heap,
  x: HeapTensor,
  begin: number[],
  size: number[],
  strides?: number[],
): HeapTensor {
  const [from, out] = [stepsOf(x.shape), heap.allocate(size, x.dtype)];
  const to = stepsOf(size);
  const start = begin.reduce((address, b, i) => address + b * from[i], x.address);
  const axes = size.map((count, i) => ({ count, from: from[i] * (strides?.[i] ?? 1), to: to[i] }));
  copyStrided(heap, start, out.address, axes);
  return out;
}

/** target[..., j, ..., i] = source[..., i, ..., j]: any permutation of axes, by blocks of 4 x 4 where the last one moves. */
export function permute(heap: Heap, from: number, to: number, axes: readonly CopyAxis[]): void {
  if (axes.some(({ count }) => count === 0)) return;
  const merged = merge(axes);
  const rows = merged.findIndex((axis) => axis.to === WORD);
  const columns = merged.findIndex((axis) => axis.from === WORD);
  if (rows === columns || rows < 0 || columns < 0) {
    copyStrided(heap, from, to, axes);
    return;
  }
  const others = merged.filter((_, i) => i !== rows && i !== columns);
  const block = others.pop() ?? ONCE;
  const turn = (source: number, target: number) =>
    heap.loops.transposeBlocks(
      ...[source, target, block.count, block.from, block.to],
      ...[merged[rows].count, merged[columns].count, merged[rows].from, merged[columns].to],
    );
  const each = ([outer, ...inner]: CopyAxis[], source: number, target: number): void => {
    if (!outer) turn(source, target);
    else for (let i = 0; i < outer.count; i++) each(inner, source + i * outer.from, target + i * outer.to);
  };
  each(others, from, to);
}
