import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchNorm } from "#lib/tensor/batch-norm.ts";
import { draw } from "./draw.ts";
import { expectSame, on, quickEngines, valueAndGradients } from "./on-engine.ts";

const engines = ["cpu", ...quickEngines] as const;

const EPSILON = 1e-5;
const CELLS = [0, 1, 2];

const whole = (...[x, gamma, beta]: tf.Tensor[]) =>
  batchNorm(x as tf.Tensor4D, gamma, beta, EPSILON, (...statistics) => tf.dispose(statistics));

/** The same in single, separately tested steps. */
const steps = (...[x, gamma, beta]: tf.Tensor[]) => {
  const centred = tf.sub(x, tf.mean(x, CELLS));
  const variance = tf.mean(tf.square(centred), CELLS);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, EPSILON))), gamma), beta);
};

describe("batch normalisation", () => {
  it("has the value and gradients of its single steps on every engine", () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(
          fc.integer({ min: 2, max: 4 }),
          fc.integer({ min: 1, max: 6 }),
          fc.integer({ min: 1, max: 6 }),
          fc.integer({ min: 1, max: 9 }),
        ),
        async (shape) => {
          fc.pre(shape[0] * shape[1] * shape[2] > 3);
          const shapes = [shape, [shape[3]], [shape[3]]];
          const want = await on("cpu", () => valueAndGradients(steps, shapes));
          for (const engine of engines)
            expectSame(await on(engine, () => valueAndGradients(whole, shapes)), want, 1e-4);
        },
      ),
      { numRuns: 40 },
    ));

  it("normalises to gamma and beta, and reports mean and unbiased variance", async () => {
    for (const engine of engines) {
      const statistics: tf.Tensor[] = [];
      const [after, want, mean, variance] = await on(engine, () => {
        const x = draw([3, 2, 2, 4], "x") as tf.Tensor4D;
        const y = batchNorm(x, tf.fill([4], 2), tf.fill([4], 0.5), 0, (...pair) => statistics.push(...pair));
        const own = tf.moments(x, CELLS);
        const made = tf.moments(y, CELLS);
        return [
          tf.stack([made.mean, made.variance]),
          tf.stack([own.mean, tf.mul(own.variance, 12 / 11)]),
          ...statistics,
        ];
      });
      for (const [i, v] of after.data.entries()) expect(v).toBeCloseTo(i < 4 ? 0.5 : 4, 4);
      for (const [i, v] of [...mean.data, ...variance.data].entries()) expect(v).toBeCloseTo(want.data[i], 4);
    }
  });

  it("keeps its digits where the mean is a thousand times the deviation", async () => {
    for (const engine of engines) {
      const [deviation] = await on(engine, () => {
        const x = tf.add(draw([8, 6, 6, 3], "x"), 1000) as tf.Tensor4D;
        const y = batchNorm(x, tf.ones([3]), tf.zeros([3]), EPSILON, (...s) => tf.dispose(s));
        return [tf.sqrt(tf.moments(y, CELLS).variance)];
      });
      for (const v of deviation.data) expect(v).toBeCloseTo(1, 2);
    }
  });
});

describe("rectifiers", () => {
  const cases: [string, (x: tf.Tensor) => tf.Tensor, (x: number) => boolean][] = [
    ["relu", (x) => tf.relu(x), (x) => x > 0],
    ["relu6", (x) => tf.relu6(x), (x) => x > 0 && x < 6],
  ];
  it.each(cases)("%s passes dy where it is open, and nothing at its kinks", async (_name, f, isOpen) => {
    const values = [-7, -1, -0, 0, 1e-30, 0.5, 3, 5.9999, 6, 6.0001, 40];
    for (const engine of engines) {
      const [dx] = await on(engine, () => [tf.grad(f)(tf.tensor(values), tf.range(1, values.length + 1))]);
      expect(dx.data).toEqual(values.map((x, i) => (isOpen(x) ? i + 1 : 0)));
    }
  });
});
