import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averagePool, maxPool, type PoolingOptions } from "#lib/tensor/pooling.ts";
import { draw } from "./draw.ts";
import { expectSame, on, quickEngines, valueAndGradients } from "./on-engine.ts";

const PICTURE = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3];

type Pool = (x: tf.Tensor) => tf.Tensor;
const max =
  (options: PoolingOptions): Pool =>
  (x) =>
    maxPool(x as tf.Tensor4D, options);
const average =
  (options: PoolingOptions, countPad: boolean): Pool =>
  (x) =>
    averagePool(x as tf.Tensor4D, { ...options, countPad });

/** Computed by PyTorch 2.15 on the picture above with dy = 1, 2, 3 ...: result, and gradient row by row. */
const published: [string, Pool, number[], number[]][] = [
  [
    "MaxPool2d(3, 2, 1)",
    max({ size: 3, stride: 2, pad: 1 }),
    [9, 6, 5, 9, 9, 9, 6, 8, 8],
    [0, 0, 0, 0, 3, 5, 0, 2, 0, 0, 0, 0, 5, 0, 6, 0, 0, 0, 17, 0, 7, 0, 0, 0, 0],
  ],
  [
    "MaxPool2d(2, 2, ceil_mode=True)",
    max({ size: 2, ceil: true }),
    [9, 6, 5, 8, 9, 9, 6, 6, 3],
    [0, 0, 0, 0, 3, 1, 0, 2, 0, 0, 0, 4, 5, 0, 6, 0, 0, 0, 0, 0, 7, 0, 8, 0, 9],
  ],
  [
    "AvgPool2d(2, 2)",
    average({ size: 2 }, true),
    [3.75, 4, 4.5, 6.75],
    [
      0.25, 0.25, 0.5, 0.5, 0, 0.25, 0.25, 0.5, 0.5, 0, 0.75, 0.75, 1, 1, 0, 0.75, 0.75, 1, 1, 0, 0, 0, 0, 0,
      0,
    ],
  ],
  [
    "AvgPool2d(2, 2, ceil_mode=True, count_include_pad=False)",
    average({ size: 2, ceil: true }, false),
    [3.75, 4, 4, 4.5, 6.75, 6.5, 4, 5, 3],
    [
      ...[0.25, 0.25, 0.5, 0.5, 1.5, 0.25, 0.25, 0.5, 0.5, 1.5, 1, 1, 1.25, 1.25, 3, 1, 1, 1.25, 1.25, 3],
      ...[3.5, 3.5, 4, 4, 9],
    ],
  ],
  [
    "AvgPool2d(3, 2, 1)",
    average({ size: 3, stride: 2, pad: 1 }, true),
    [1.666667, 2.111111, 1.555556, 3.222222, 5.555555, 4, 1.444444, 2.777778, 2.111111],
    [
      ...[0.111111, 0.333333, 0.222222, 0.555556, 0.333333, 0.555556, 1.333333, 0.777778, 1.777778, 1],
      ...[0.444444, 1, 0.555556, 1.222222, 0.666667, 1.222222, 2.666667, 1.444444, 3.111111, 1.666667],
      ...[0.777778, 1.666667, 0.888889, 1.888889, 1],
    ],
  ],
  [
    "AvgPool2d(3, 2, 1, count_include_pad=False)",
    average({ size: 3, stride: 2, pad: 1 }, false),
    [3.75, 3.166667, 3.5, 4.833333, 5.555555, 6, 3.25, 4.166667, 4.75],
    [
      ...[0.25, 0.583333, 0.333333, 1.083333, 0.75, 0.916667, 1.805556, 0.888889, 2.638889, 1.75],
      ...[0.666667, 1.222222, 0.555556, 1.555556, 1, 2.416667, 4.305556, 1.888889, 5.138889, 3.25],
      ...[1.75, 3.083333, 1.333333, 3.583333, 2.25],
    ],
  ],
];

describe("pooling is PyTorch's", () => {
  it.each(published)("%s", async (_name, pool, values, gradient) => {
    for (const engine of ["cpu", ...quickEngines] as const) {
      const [y, dx] = await on(engine, () => {
        // Five channels, all the same picture: vectors and their rest alike.
        const x = tf.tile(tf.tensor(PICTURE, [1, 5, 5, 1]), [2, 1, 1, 5]);
        const y = pool(x);
        const side = Math.sqrt(values.length);
        const dy = tf.reshape(tf.range(1, values.length + 1), [1, side, side, 1]);
        return [y, tf.grad(pool)(x, tf.tile(dy, [2, 1, 1, 5]))];
      });
      expect(y.data).toHaveLength(values.length * 10);
      for (const [i, v] of y.data.entries())
        expect(v).toBeCloseTo(values[Math.floor(i / 5) % values.length], 5);
      for (const [i, v] of dx.data.entries()) expect(v).toBeCloseTo(gradient[Math.floor(i / 5) % 25], 5);
    }
  });
});

const geometries = fc
  .record({
    size: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    pad: fc.nat(2),
    ceil: fc.boolean(),
    sides: fc.tuple(fc.integer({ min: 4, max: 9 }), fc.integer({ min: 4, max: 9 })),
    channels: fc.integer({ min: 1, max: 6 }),
    kind: fc.constantFrom("max", "average", "average with padding"),
  })
  .map(({ size, stride, pad, ceil, sides, channels, kind }) => {
    const options = { size, stride, ceil, pad: Math.min(pad, Math.floor(size / 2)) };
    const pool = kind === "max" ? max(options) : average(options, kind !== "average");
    return { shape: [2, ...sides, channels], options, kind, pool };
  });

describe("pooling with any geometry", () => {
  it("is the same on every engine, and so is its gradient", async () => {
    await fc.assert(
      fc.asyncProperty(geometries, async ({ shape, pool }) => {
        const compute = () => valueAndGradients(pool, [shape]);
        const want = await on("cpu", compute);
        for (const engine of quickEngines) expectSame(await on(engine, compute), want);
      }),
      { numRuns: 80 },
    );
  });

  it("gives away all of dy: every window's share adds up, unless padding took some", async () => {
    await fc.assert(
      fc.asyncProperty(geometries, async ({ shape, pool, kind }) => {
        fc.pre(kind !== "average with padding");
        for (const engine of ["cpu", ...quickEngines] as const) {
          const [dy, dx] = await on(engine, () => {
            const x = draw(shape, "x");
            const weights = draw(pool(x).shape, "dy");
            return [tf.sum(weights), tf.sum(tf.grad(pool)(x, weights))];
          });
          expect(dx.data[0]).toBeCloseTo(dy.data[0], 3);
        }
      }),
      { numRuns: 40 },
    );
  });
});
