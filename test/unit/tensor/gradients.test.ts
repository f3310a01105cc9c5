import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import { computeOn, describeOnEngines } from "#test/support/engines.ts";
import { draw } from "./draw.ts";

const STEP = 1e-2;

/** Central differences of sum(f(x) * weights) in every element of one argument. Needs an engine that can be read at once. */
function numericGradient(
  f: (...xs: tf.Tensor[]) => tf.Tensor,
  xs: tf.Tensor[],
  k: number,
  dy: tf.Tensor,
): number[] {
  const base = xs[k].dataSync();
  const at = (i: number, shift: number) => {
    const moved = Float32Array.from(base);
    moved[i] += shift;
    const args = xs.map((x, j) => (j === k ? tf.tensor(moved, x.shape) : x));
    return tf.sum(tf.mul(f(...args), dy)).dataSync()[0];
  };
  return Array.from(base, (_, i) => (at(i, STEP) - at(i, -STEP)) / (2 * STEP));
}

type Case = [name: string, shapes: number[][], f: (...xs: tf.Tensor[]) => tf.Tensor];

const positive = (f: (x: tf.Tensor) => tf.Tensor) => (x: tf.Tensor) => f(tf.add(tf.abs(x), 0.5));
const cases: Case[] = [
  ["exp", [[5]], (x) => tf.exp(x)],
  ["log of |x|", [[5]], positive((x) => tf.log(x))],
  ["log1p of |x|", [[5]], positive((x) => tf.log1p(x))],
  ["sqrt of |x|", [[5]], positive((x) => tf.sqrt(x))],
  ["rsqrt of |x|", [[5]], positive((x) => tf.rsqrt(x))],
  ["reciprocal of |x|", [[5]], positive((x) => tf.reciprocal(x))],
  ["square, neg, sin, cos", [[5]], (x) => tf.add(tf.square(tf.neg(x)), tf.mul(tf.sin(x), tf.cos(x)))],
  [
    "sigmoid, tanh, relu, softplus",
    [[7]],
    (x) => tf.add(tf.mul(tf.sigmoid(x), tf.tanh(x)), tf.mul(tf.relu(x), tf.softplus(x))),
  ],
  ["relu6", [[9]], (x) => tf.square(tf.relu6(tf.mul(x, 4)))],
  ["clip", [[9]], (x) => tf.mul(x, tf.clipByValue(x, -0.8, 0.8))],
  ["add and sub with broadcasting", [[2, 3], [3], [2, 1]], (a, b, c) => tf.sub(tf.add(a, b), c)],
  [
    "mul with broadcasting",
    [
      [2, 3, 2],
      [3, 1],
    ],
    (a, b) => tf.mul(a, b),
  ],
  ["div with broadcasting", [[2, 3], [3]], (a, b) => tf.div(a, tf.add(tf.square(b), 1))],
  ["maximum and minimum", [[6], [6]], (a, b) => tf.sub(tf.maximum(a, b), tf.mul(tf.minimum(a, b), 0.5))],
  ["squared difference", [[2, 3], [3]], (a, b) => tf.squaredDifference(a, b)],
  ["power with a fixed exponent", [[5]], (x) => tf.pow(x, 3)],
  ["power in both", [[5], [5]], (a, b) => tf.pow(tf.add(tf.abs(a), 0.5), b)],
  ["where on a comparison", [[6], [6]], (a, b) => tf.where(tf.less(a, b), tf.square(a), tf.mul(a, b))],
  [
    "reshape, transpose, expandDims",
    [[2, 3, 4]],
    (x) => tf.square(tf.expandDims(tf.transpose(tf.reshape(x, [4, 6])), 1)),
  ],
  ["slice", [[4, 5]], (x) => tf.square(tf.slice(x, [1, 2], [2, 3]))],
  [
    "pad",
    [[2, 3]],
    (x) =>
      tf.square(
        tf.pad(
          x,
          [
            [1, 2],
            [0, 1],
          ],
          0.7,
        ),
      ),
  ],
  [
    "mirror pad, reflect",
    [[4, 5]],
    (x) =>
      tf.mirrorPad(
        x,
        [
          [2, 1],
          [0, 3],
        ],
        "reflect",
      ),
  ],
  [
    "mirror pad, symmetric",
    [[3, 3]],
    (x) =>
      tf.mirrorPad(
        x,
        [
          [2, 1],
          [0, 3],
        ],
        "symmetric",
      ),
  ],
  [
    "concat",
    [
      [2, 2],
      [2, 3],
    ],
    (a, b) => tf.square(tf.concat([a, b], 1)),
  ],
  ["split", [[2, 6]], (x) => tf.mul(...(tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor]))],
  [
    "stack and unstack",
    [
      [2, 3],
      [2, 3],
    ],
    (a, b) => tf.mul(tf.stack([a, b], 1), tf.unstack(a, 0)[1]),
  ],
  ["tile", [[2, 3]], (x) => tf.tile(x, [2, 3])],
  ["reverse", [[2, 3]], (x) => tf.square(tf.reverse(x, 1))],
  ["sum and mean", [[2, 3, 2]], (x) => tf.mul(tf.sum(x, [0, 2], true), tf.mean(x, 1, true))],
  ["max and min", [[2, 5]], (x) => tf.mul(tf.max(x, 1), tf.min(x, 1))],
  ["softmax", [[2, 4]], (x) => tf.softmax(x)],
  ["log-softmax", [[2, 4]], (x) => tf.logSoftmax(x)],
  [
    "product",
    [
      [3, 4],
      [4, 2],
    ],
    (a, b) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D),
  ],
  [
    "product, both turned",
    [
      [4, 3],
      [2, 4],
    ],
    (a, b) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, true, true),
  ],
  [
    "batched product",
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    (a, b) => tf.matMul(a, b, false, true),
  ],
  [
    "product, one operand for all",
    [
      [1, 3, 4],
      [2, 4, 2],
    ],
    (a, b) => tf.matMul(a, b),
  ],
  ["average pooling", [[1, 4, 4, 2]], (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, "valid")],
  [
    "average pooling, windows beyond the border",
    [[1, 5, 4, 2]],
    (x) => tf.avgPool(x as tf.Tensor4D, 3, 2, "same"),
  ],
  ["maximum pooling", [[1, 5, 4, 2]], (x) => tf.square(tf.maxPool(x as tf.Tensor4D, 3, 2, "same"))],
  ["softmax over two groups of channels", [[3, 2, 4]], (x) => tf.softmax(tf.transpose(x, [0, 2, 1]))],
  [
    "bilinear resize, reduced",
    [[1, 5, 6, 2]],
    (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [3, 4], false, true),
  ],
  [
    "bilinear resize, corners aligned",
    [[2, 3, 3, 1]],
    (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [5, 4], true),
  ],
  ["bilinear resize", [[1, 3, 3, 2]], (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [5, 4], false, true)],
];

/** Inputs and a weight for every output, the same on every engine. */
function drawCase(shapes: number[][], f: Case[2]): { xs: tf.Tensor[]; dy: tf.Tensor } {
  const xs = shapes.map((shape, i) => draw(shape, `x${i}`));
  return { xs, dy: draw(f(...xs).shape, "dy") };
}

const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => largest(Array.from(a, (v, i) => v - b[i]));

/** Relative to the largest value: float32 rounding, in an order that is each engine's own. */
function expectSame(got: Float32Array[], want: Float32Array[], tolerance = 1e-5) {
  expect(got).toHaveLength(want.length);
  for (const [k, values] of want.entries()) {
    expect(got[k]).toHaveLength(values.length);
    expect(largest(values)).toBeGreaterThan(0);
    expect(apart(got[k], values) / largest(values)).toBeLessThan(tolerance);
  }
}

it.each(cases)("the gradient of %s is its central difference", async (_name, shapes, f) => {
  await guardMemory(async () => {
    const [...got] = await computeOn("cpu", () => {
      const { xs, dy } = drawCase(shapes, f);
      return tf.grads(f)(xs, dy);
    });
    tf.tidy(() => {
      const { xs, dy } = drawCase(shapes, f);
      for (const [k, gradient] of got.entries()) {
        const want = numericGradient(f, xs, k, dy);
        expect(apart(gradient, want) / Math.max(1, largest(want))).toBeLessThan(6e-3);
      }
    });
  });
});

describeOnEngines("values and gradients equal the cpu engine's,", (engine) => {
  it.each(cases)("%s", async (name, shapes, f) => {
    // WGSL asks no more of sin and cos than an absolute error of 2^-11.
    const tolerance = engine === "webgpu" && name.includes("sin, cos") ? 2 ** -11 : 1e-5;
    const compute = () => {
      const { xs, dy } = drawCase(shapes, f);
      return [f(...xs), ...tf.grads(f)(xs, dy)];
    };
    const got = await guardMemory(() => computeOn(engine, compute));
    expectSame(got, await computeOn("cpu", compute), tolerance);
  });
});
