import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { draw, expectSame, on, startEngines, valueAndGradients } from "./engines.ts";

let engines: string[] = [];
beforeAll(async () => {
  engines = await startEngines();
});

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
    ),
  })
  .map(({ rows, inner, columns, turnA, turnB, batches: [batchA, batchB] }) => ({
    a: [...batchA, ...(turnA ? [inner, rows] : [rows, inner])],
    b: [...batchB, ...(turnB ? [columns, inner] : [inner, columns])],
    ...{ turnA, turnB },
  }));

describe("matrix products", () => {
  it("are the cpu engine's, in batches, turned and of any size, and so are their gradients", async () => {
    await fc.assert(
      fc.asyncProperty(products, async ({ a, b, turnA, turnB }) => {
        const f = (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, turnA, turnB);
        const compute = () => valueAndGradients(f, [a, b]);
        const want = await on("cpu", compute);
        for (const engine of engines) expectSame(await on(engine, compute), want);
      }),
      { numRuns: 100 },
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
