import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { batchNorm } from "#lib/tensor/batch-norm.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { startWasm } from "#lib/tensor/wasm/start.ts";

beforeAll(startWasm);

const STEP = 1e-2;

function draw(shape: number[], seed: string): tf.Tensor {
  const random = createRandom(seed);
  const count = shape.reduce((a, b) => a * b, 1);
  // Kept away from 0, where several of the functions have a kink.
  const values = Array.from({ length: count }, () => {
    const value = random.normal();
    return Math.sign(value) * (0.1 + Math.abs(value));
  });
  return tf.tensor(values, shape);
}

/** Central differences of sum(f(x) * weights) in every element of one argument. */
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

describe.each(["wasm", "cpu"])("on %s, against central differences", (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it.each(cases)("%s", async (_name, shapes, f) => {
    await guardMemory(() =>
      tf.tidy(() => {
        const xs = shapes.map((shape, i) => draw(shape, `x${i}`));
        const dy = draw(f(...xs).shape, "dy");
        const grads = tf.grads(f)(xs, dy);
        for (const [k, gradient] of grads.entries()) {
          const want = numericGradient(f, xs, k, dy);
          const got = gradient.dataSync();
          const size = Math.max(1, ...want.map(Math.abs));
          for (const [i, value] of want.entries()) expect(Math.abs(got[i] - value) / size).toBeLessThan(6e-3);
        }
      }),
    );
  });
});

/** The same gradients on both engines. */
async function onBoth(compute: () => tf.Tensor[]): Promise<[Float32Array[], Float32Array[]]> {
  const run = async (backend: string) => {
    await tf.setBackend(backend);
    const out = compute();
    const values = out.map((t) => Float32Array.from(t.dataSync()));
    tf.dispose(out);
    return values;
  };
  return [await run("wasm"), await run("cpu")];
}

function expectSame([got, want]: [Float32Array[], Float32Array[]]) {
  for (const [k, values] of want.entries()) {
    const size = values.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
    const error = values.reduce((a, v, i) => Math.max(a, Math.abs(v - got[k][i])), 0);
    expect(size).toBeGreaterThan(0);
    expect(error / size).toBeLessThan(1e-5);
  }
}

const ONE: [number, number][] = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
];
describe("convolution gradients that wasm lacks equal the cpu engine's", () => {
  const settings: [number[], number[], number, "same" | "valid" | typeof ONE][] = [
    [[2, 8, 8, 3], [3, 3, 3, 4], 1, "same"],
    [[2, 8, 6, 3], [3, 3, 3, 4], 2, "same"],
    [[1, 9, 7, 2], [3, 3, 2, 5], 2, "valid"],
    [[2, 7, 8, 3], [3, 3, 3, 2], 2, ONE],
    [[1, 6, 6, 4], [1, 1, 4, 3], 2, "valid"],
    [[1, 6, 9, 2], [5, 3, 2, 3], 1, "valid"],
    [[1, 10, 10, 2], [2, 4, 2, 3], 3, "same"],
  ];
  it.each(settings)("input %j, filter %j, stride %d, pad %j", async (x, filter, stride, pad) => {
    const compute = () =>
      tf.tidy(() => {
        const f = (a: tf.Tensor, b: tf.Tensor) =>
          tf.square(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, pad as "same"));
        return tf.grads(f)([draw(x, "x"), draw(filter, "filter")]);
      });
    expectSame(await guardMemory(() => onBoth(compute)));
  });

  it("depthwise, stride 1", async () => {
    const compute = () =>
      tf.tidy(() => {
        const f = (a: tf.Tensor, b: tf.Tensor) =>
          tf.square(tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, "valid"));
        return tf.grads(f)([draw([2, 7, 6, 3], "x"), draw([5, 5, 3, 1], "filter")]);
      });
    expectSame(await onBoth(compute));
  });

  it("refuses what it cannot do instead of being wrong", async () => {
    await tf.setBackend("wasm");
    const f = (a: tf.Tensor, b: tf.Tensor) =>
      tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, 2, "valid");
    expect(() => tf.tidy(() => tf.grads(f)([draw([1, 7, 7, 2], "x"), draw([3, 3, 2, 1], "f")]))).toThrow(
      "stride 1",
    );
  });
});

describe("batch normalisation", () => {
  it("normalises, and reports mean and unbiased variance", async () => {
    await tf.setBackend("wasm");
    await guardMemory(() =>
      tf.tidy(() => {
        const x = draw([3, 2, 2, 4], "x") as tf.Tensor4D;
        const seen: number[][] = [];
        const y = batchNorm(x, tf.fill([4], 2), tf.fill([4], 0.5), 0, (mean, variance) => {
          seen.push([...mean.dataSync()], [...variance.dataSync()]);
          tf.dispose([mean, variance]);
        });
        const flat = tf.reshape(x, [12, 4]);
        const { mean, variance } = tf.moments(flat, 0);
        const want = [mean.dataSync(), tf.mul(variance, 12 / 11).dataSync()];
        for (const [k, values] of want.entries())
          for (const [i, v] of values.entries()) expect(seen[k][i]).toBeCloseTo(v, 5);
        const after = tf.moments(tf.reshape(y, [12, 4]), 0);
        for (const v of after.mean.dataSync()) expect(v).toBeCloseTo(0.5, 5);
        for (const v of after.variance.dataSync()) expect(v).toBeCloseTo(4, 4);
      }),
    );
  });

  it("has the gradients of its single steps", async () => {
    await tf.setBackend("wasm");
    tf.tidy(() => {
      const xs = [draw([3, 2, 2, 2], "x"), draw([2], "gamma"), draw([2], "beta")];
      const dy = draw([3, 2, 2, 2], "dy");
      const whole = (...[x, g, b]: tf.Tensor[]) =>
        batchNorm(x as tf.Tensor4D, g, b, 1e-5, (m, v) => tf.dispose([m, v]));
      const steps = (...[x, g, b]: tf.Tensor[]) => {
        const centred = tf.sub(x, tf.mean(x, [0, 1, 2]));
        const variance = tf.mean(tf.square(centred), [0, 1, 2]);
        return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-5))), g), b);
      };
      const got = tf
        .grads(whole)(xs, dy)
        .map((t) => t.dataSync());
      const want = tf
        .grads(steps)(xs, dy)
        .map((t) => t.dataSync());
      for (const [k, values] of want.entries())
        for (const [i, v] of values.entries()) expect(got[k][i]).toBeCloseTo(v, 4);
    });
  });
});
