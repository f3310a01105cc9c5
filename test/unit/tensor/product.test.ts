import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw } from "./draw.ts";
import { expectSame, on, quickEngines, valueAndGradients } from "./on-engine.ts";

const size = fc.integer({ min: 1, max: 19 });
const products = fc
  .record({
    ...{ rows: size, inner: size, columns: size, turnA: fc.boolean(), turnB: fc.boolean() },
    batches: fc.constantFrom<[number[], number[]]>(
      [[], []],
      [[1], [1]],
      [[3], [3]],
      [[3], [1]],
      [[1], [3]],
      [
        [2, 3],
        [2, 3],
      ],
      [
        [2, 1],
        [2, 3],
      ],
      [
        [2, 1],
        [1, 3],
      ],
      [[2, 3], [3]],
    ),
  })
  .map(({ rows, inner, columns, turnA, turnB, batches: [batchA, batchB] }) => ({
    a: [...batchA, ...(turnA ? [inner, rows] : [rows, inner])],
    b: [...batchB, ...(turnB ? [columns, inner] : [inner, columns])],
    ...{ turnA, turnB },
  }));

/** A product of equal batches: the cpu engine's own is wrong where one broadcasts along several axes. */
function ofEqualBatches(a: tf.Tensor, b: tf.Tensor, turnA: boolean, turnB: boolean): tf.Tensor {
  const leading = [a, b].map(({ shape }) => shape.slice(0, -2));
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(leading[0], leading[1]);
  const [wideA, wideB] = [a, b].map((x, k) => {
    const own = [...Array(batch.length - leading[k].length).fill(1), ...leading[k]];
    const full = tf.reshape(x, [...own, ...x.shape.slice(-2)]);
    return tf.tile(full, [...batch.map((n, i) => n / own[i]), 1, 1]);
  });
  return tf.matMul(wideA, wideB, turnA, turnB);
}

describe("matrix products", () => {
  it("are the cpu engine's, in batches, turned and of any size, and so are their gradients", async () => {
    await fc.assert(
      fc.asyncProperty(products, async ({ a, b, turnA, turnB }) => {
        const f = (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, turnA, turnB);
        const equal = (x: tf.Tensor, y: tf.Tensor) => ofEqualBatches(x, y, turnA, turnB);
        const want = await on("cpu", () => valueAndGradients(equal, [a, b]));
        for (const engine of quickEngines)
          expectSame(await on(engine, () => valueAndGradients(f, [a, b])), want);
      }),
      { numRuns: 150 },
    );
  });

  it("refuse matrices that do not fit", async () => {
    await on("wasm", () => {
      expect(() => tf.matMul(draw([2, 3, 4], "a"), draw([2, 5, 4], "b"))).toThrow();
      const whole = tf.ones([2, 2], "int32") as tf.Tensor2D;
      expect(() => tf.matMul(whole, whole)).toThrow("float32");
      return [];
    });
  });
});
