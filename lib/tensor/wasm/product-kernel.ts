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

/**
 * C = op(A) op(B), op = identity or transpose of the last two axes. tfjs has one fast product, of two single, unturned matrices;
 * a batch, or a turned operand, goes number by number. Here operands are turned first, matrices that share their right
 * side are one tall matrix, and the fast product is kept for a single large right side.
 */
export function productKernel(original: tf.KernelConfig): tf.KernelConfig {
  return heapKernel<ProductAttrs>(tf.BatchMatMul, ({ heap, backend, input, attrs }) => {
    const [givenA, givenB] = [input("a"), input("b")];
    const a = attrs.transposeA ? turned(heap, asMatrices(givenA)) : asMatrices(givenA);
    const b = attrs.transposeB ? turned(heap, asMatrices(givenB)) : asMatrices(givenB);
    const [countA, height, inner] = a.shape;
    const [countB, innerB, columns] = b.shape;
    if (inner !== innerB) throw new Error(`The product of [${a.shape}] and [${b.shape}] does not exist.`);
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(
      givenA.shape.slice(0, -2),
      givenB.shape.slice(0, -2),
    );
    const shape = [...batch, height, columns];
    const rows = countB === 1 ? countA * height : height;

    function multiplyHere(): tf.TensorInfo {
      const c = heap.zeros(shape);
      for (let i = 0; i < countB; i++) {
        addProduct(
          heap,
          { rows, inner, columns },
          {
            a: { address: a.address + (countA === 1 ? 0 : i) * rows * inner * WORD, step: inner },
            b: { address: b.address + i * inner * columns * WORD, step: columns },
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

    const isOneLarge = countB === 1 && inner * columns > SMALL_RIGHT_SIDE;
    const result = isOneLarge ? multiplyThere() : multiplyHere();
    heap.free(...(attrs.transposeA ? [a] : []), ...(attrs.transposeB ? [b] : []));
    return { ...result, shape };
  });
}

/** Batches that broadcast along several axes, and what is no float32, stay with tfjs. */
export function isPlainBatch({ a, b }: tf.NamedTensorInfoMap): boolean {
  const operands = [a, b] as tf.TensorInfo[];
  const [countA, countB] = operands.map(({ shape }) => tf.util.sizeFromShape(shape.slice(0, -2)));
  const isFloat = operands.every(({ dtype }) => dtype === "float32");
  return isFloat && (countA === countB || countA === 1 || countB === 1);
}
