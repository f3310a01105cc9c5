import * as tf from "@tensorflow/tfjs-core";
import { addProduct } from "./add-product.ts";
import { heapKernel } from "./call-kernel.ts";
import { permute, stepsOf, WORD } from "./copy-strided.ts";
import type { Heap, HeapTensor } from "./heap.ts";

interface ProductAttrs {
  transposeA: boolean;
  transposeB: boolean;
}

/** Numbers of a right side up to which our own loop is faster than tfjs's, which packs it first. */
const SMALL_RIGHT_SIDE = 1 << 16;

/** The tensor as [matrices, rows, columns]. */
const asMatrices = (x: HeapTensor): HeapTensor => {
  const [rows, columns] = x.shape.slice(-2);
  return { ...x, shape: [tf.util.sizeFromShape(x.shape.slice(0, -2)), rows, columns] };
};

function turned(heap: Heap, x: HeapTensor): HeapTensor {
  const [count, rows, columns] = x.shape;
  const out = heap.allocate([count, columns, rows]);
  const [from, to] = [stepsOf(x.shape), stepsOf(out.shape)];
  permute(heap, x.address, out.address, [
    { count, from: from[0], to: to[0] },
    { count: rows, from: from[1], to: to[2] },
    { count: columns, from: from[2], to: to[1] },
  ]);
  return out;
}

/** Which matrix of an operand with leading axes `own` belongs to the i-th of the result, leading axes `all`. */
function matrixOf(i: number, own: readonly number[], all: readonly number[]): number {
  let [rest, index, step] = [i, 0, 1];
  for (let axis = 1; axis <= all.length; axis++) {
    const size = own[own.length - axis] ?? 1;
    const place = rest % all[all.length - axis];
    rest = Math.floor(rest / all[all.length - axis]);
    if (size > 1) index += place * step;
    step *= size;
  }
  return index;
}

/**
 * C = op(A) op(B), op = identity or transpose of the last two axes; leading axes broadcast. tfjs has one fast product, of two
 * single, unturned matrices; a batch, or a turned operand, goes number by number, and one that broadcasts along several axes
 * comes out wrong. Here operands are turned first, matrices that share their right side are one tall matrix, and the
 * fast product is kept for a single large right side.
 */
export function productKernel(original: tf.KernelConfig): tf.KernelConfig {
  return heapKernel<ProductAttrs>(tf.BatchMatMul, ({ heap, backend, input, attrs }) => {
    const [givenA, givenB] = [input("a"), input("b")];
    const a = attrs.transposeA ? turned(heap, asMatrices(givenA)) : asMatrices(givenA);
    const b = attrs.transposeB ? turned(heap, asMatrices(givenB)) : asMatrices(givenB);
    const [countA, height, inner] = a.shape;
    const [countB, innerB, columns] = b.shape;
    if (inner !== innerB) throw new Error(`The product of [${a.shape}] and [${b.shape}] does not exist.`);
    const [leadingA, leadingB] = [givenA, givenB].map((x) => x.shape.slice(0, -2));
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(leadingA, leadingB);
    const shape = [...batch, height, columns];
    const isOneRight = countB === 1;
    const rows = isOneRight ? countA * height : height;

    function multiplyHere(): tf.TensorInfo {
      const c = heap.zeros(shape);
      const products = isOneRight ? 1 : tf.util.sizeFromShape(batch);
      for (let i = 0; i < products; i++) {
        const [fromA, fromB] = isOneRight
          ? [0, 0]
          : [matrixOf(i, leadingA, batch), matrixOf(i, leadingB, batch)];
        addProduct(
          heap,
          { rows, inner, columns },
          {
            a: { address: a.address + fromA * rows * inner * WORD, step: inner },
            b: { address: b.address + fromB * inner * columns * WORD, step: columns },
            c: { address: c.address + i * rows * columns * WORD, step: columns },
          },
        );
      }
      return c;
    }
    function multiplyThere(): tf.TensorInfo {
      const inputs = { a: { ...a, shape: [1, rows, inner] }, b };
      const plain = { transposeA: false, transposeB: false };
      return original.kernelFunc({ inputs, attrs: plain, backend }) as tf.TensorInfo;
    }

    const isOneLarge = isOneRight && inner * columns > SMALL_RIGHT_SIDE;
    const result = isOneLarge ? multiplyThere() : multiplyHere();
    heap.free(...(attrs.transposeA ? [a] : []), ...(attrs.transposeB ? [b] : []));
    return { ...result, shape };
  });
}

/** What is no float32 stays with tfjs, which says that it has no product for it. */
export const isFloatProduct = ({ a, b }: tf.NamedTensorInfoMap): boolean =>
  [a, b].every((operand) => operand?.dtype === "float32");
