import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw } from "./draw.ts";
import { expectSame, on } from "./on-engine.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });

/** wasm against the cpu engine's plain loops, on numbers and on integers. */
async function expectSameMoves(shape: number[], move: (x: tf.Tensor) => tf.Tensor[]) {
  const integers = () => move(tf.cast(tf.mul(draw(shape, "x"), 1000), "int32"));
  for (const compute of [() => move(draw(shape, "x")), integers])
    expectSame(await on("wasm", compute), await on("cpu", compute), 1e-9);
}

describe("kernels that move numbers, on wasm", () => {
  const run = (property: fc.IAsyncProperty<unknown>) => fc.assert(property, { numRuns: 100 });

  it("transpose: any permutation of up to six axes", () =>
    run(
      fc.asyncProperty(
        shapes.chain((shape) =>
          fc.record({
            shape: fc.constant(shape),
            perm: fc.shuffledSubarray(
              shape.map((_, i) => i),
              { minLength: shape.length },
            ),
          }),
        ),
        ({ shape, perm }) => expectSameMoves(shape, (x) => [tf.transpose(x, perm)]),
      ),
    ));

  it("transpose: blocks of four with a rest", async () => {
    for (const [rows, columns] of [
      [4, 4],
      [8, 4],
      [7, 9],
      [3, 17],
      [12, 1],
      [1, 12],
    ])
      await expectSameMoves([2, rows, 3, columns], (x) => [tf.transpose(x, [3, 2, 0, 1])]);
  });

  const boxes = shapes.chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      box: fc.tuple(...shape.map((n) => fc.tuple(fc.nat(n - 1), fc.nat(n - 1)))),
    }),
  );
  const bounds = (box: [number, number][]) =>
    [box.map(([a, b]) => Math.min(a, b)), box.map(([a, b]) => Math.abs(a - b) + 1)] as const;

  it("slice: any box", () =>
    run(
      fc.asyncProperty(boxes, ({ shape, box }) => {
        const [begin, size] = bounds(box as [number, number][]);
        return expectSameMoves(shape, (x) => [tf.slice(x, [...begin], [...size])]);
      }),
    ));

  it("strided slice, forwards and backwards", () =>
    run(
      fc.asyncProperty(
        boxes,
        fc.array(fc.constantFrom(1, 2, 3, -1, -2), { minLength: 6, maxLength: 6 }),
        ({ shape, box }, steps) => {
          const strides = steps.slice(0, shape.length);
          const ends = box as [number, number][];
          const begin = ends.map((pair, i) => (strides[i] > 0 ? Math.min(...pair) : Math.max(...pair)));
          // Exclusive; before the first item there is no index, so a backward run stops one short of it.
          const end = ends.map((pair, i) => (strides[i] > 0 ? Math.max(...pair) + 1 : Math.min(...pair)));
          fc.pre(strides.every((step, i) => step > 0 || begin[i] > end[i]));
          return expectSameMoves(shape, (x) => [tf.stridedSlice(x, begin, end, strides)]);
        },
      ),
    ));

  it("split, stack, unstack and concat along any axis", () =>
    run(
      fc.asyncProperty(shapes, fc.nat(5), fc.integer({ min: 1, max: 4 }), (shape, at, parts) => {
        const axis = at % shape.length;
        const whole = shape.map((n, i) => (i === axis ? n * parts : n));
        return expectSameMoves(whole, (x) => {
          const pieces = tf.split(x, parts, axis);
          return [
            ...pieces,
            tf.concat([...pieces].reverse(), axis),
            tf.concat([x, pieces[0], x], axis),
            ...(whole.length < 6 ? [tf.stack(tf.unstack(x, axis), axis)] : []),
          ];
        });
      }),
    ));

  it("tile and reverse along any axes", () =>
    run(
      fc.asyncProperty(
        shapes,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
        fc.subarray([0, 1, 2, 3, 4, 5]),
        (shape, reps, axes) =>
          expectSameMoves(shape, (x) => [
            tf.tile(x, reps.slice(0, shape.length)),
            tf.reverse(
              x,
              axes.filter((axis) => axis < shape.length),
            ),
          ]),
      ),
    ));

  it("leaves truth values and text to the engine's own kernels", async () => {
    await on("wasm", () => {
      const truths = tf.greater(draw([3, 5], "x"), 0);
      expect([...tf.slice(truths, [1, 1], [2, 3]).dataSync()]).toEqual(
        [...truths.dataSync()].filter((_, i) => Math.floor(i / 5) >= 1 && i % 5 >= 1 && i % 5 <= 3),
      );
      const words = tf.tensor(["a", "b", "c"]);
      expect(tf.slice(words, 1, 2).arraySync()).toEqual(["b", "c"]);
      return [];
    });
  });

  it("shares memory between a tensor and its clone until both are gone", async () => {
    await on("wasm", () => {
      const x = tf.tensor([1, 2, 3]);
      const twin = tf.clone(x);
      x.dispose();
      expect([...tf.tensor([9, 9, 9]).dataSync(), ...twin.dataSync()]).toEqual([9, 9, 9, 1, 2, 3]);
      return [];
    });
  });
});

describe("sums over leading axes, on wasm", () => {
  const reduce = (x: tf.Tensor, axes: number[], keepDims: boolean) => [
    tf.sum(x, axes, keepDims),
    tf.mean(x, axes, keepDims),
  ];

  it("are the cpu engine's, whichever axes", () =>
    fc.assert(
      fc.asyncProperty(
        shapes,
        fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
        fc.boolean(),
        async (shape, chosen, keepDims) => {
          const axes = chosen.filter((axis) => axis < shape.length);
          const compute = () => reduce(draw(shape, "x"), axes, keepDims);
          expectSame(await on("wasm", compute), await on("cpu", compute));
        },
      ),
      { numRuns: 100 },
    ));

  it("lose no digits over many rows", async () => {
    const [sum] = await on("wasm", () => {
      const x = tf.add(tf.mul(tf.ones([200_000, 3]), 0.1), tf.tensor([0, 1, 2]));
      return [tf.sum(x, 0)];
    });
    for (const [k, value] of sum.data.entries())
      expect(value / (200_000 * Math.fround(k + 0.1))).toBeCloseTo(1, 6);
  });
});
