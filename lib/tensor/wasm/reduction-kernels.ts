import * as tf from "@tensorflow/tfjs-core";
import { heapKernel } from "./call-kernel.ts";
import { WORD } from "./copy-strided.ts";

interface ReductionAttrs {
  axis: number | number[] | null;
  keepDims?: boolean;
}

/** The shape as [groups, rows, channels] where `rows` are the axes summed over; null if they are not next to each other. */
export function asRows(shape: readonly number[], axes: readonly number[]): [number, number, number] | null {
  const summed = axes.filter((axis) => shape[axis] !== 1).sort((a, b) => a - b);
  if (summed.length === 0 || summed[summed.length - 1] - summed[0] !== summed.length - 1) return null;
  const [first, last] = [summed[0], summed[summed.length - 1]];
  const size = (part: readonly number[]) => part.reduce((product, n) => product * n, 1);
  return [size(shape.slice(0, first)), size(shape.slice(first, last + 1)), size(shape.slice(last + 1))];
}

/** Sums over axes that are not the last ones, where tfjs turns the whole tensor first. Added up in double precision. */
const reduction = (name: string, isMean: boolean) =>
  heapKernel<ReductionAttrs>(name, ({ heap, input, attrs }) => {
    const x = input("x");
    const axes = tf.util.parseAxisParam(attrs.axis as number[], x.shape);
    const [groups, rows, channels] = asRows(x.shape, axes) as [number, number, number];
    const step = channels * WORD;
    const shape = attrs.keepDims
      ? x.shape.map((n, i) => (axes.includes(i) ? 1 : n))
      : x.shape.filter((_, i) => !axes.includes(i));
    return heap.withDoubles(groups * channels, (sums, read) => {
      heap.loops.sums(groups, rows, channels, sums, 2 * step, x.address, step, rows * step);
      const out = heap.allocate(shape);
      heap.view(out).set(isMean ? read().map((sum) => sum / rows) : read());
      return out;
    });
  });

/** Where these kernels are at their best; elsewhere tfjs's are. */
export function isColumnSum(inputs: tf.NamedTensorInfoMap, attrs: tf.NamedAttrMap): boolean {
  const { shape, dtype } = inputs.x as tf.TensorInfo;
  const rows = asRows(shape, tf.util.parseAxisParam((attrs.axis ?? null) as number[], shape));
  return dtype === "float32" && rows !== null && rows[2] > 1 && rows.every((n) => n > 0);
}

export const reductionKernels = [reduction(tf.Sum, false), reduction(tf.Mean, true)];
