import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ConvolutionOptions, conv2d } from "#lib/tensor/convolution.ts";
import { draw } from "./draw.ts";
import { expectSame, on, quickEngines, valueAndGradients } from "./on-engine.ts";

/** Engines that take these strides. */
const enginesFor = ({ stride: [rows, columns] }: { stride: [number, number] }) =>
  quickEngines.filter((engine) => engine !== "native" || rows === columns);

const convolution = (options: ConvolutionOptions) => (x: tf.Tensor, kernel: tf.Tensor) =>
  conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, options);

/** The definition, in plain loops: y[b,p,q,o] = sum X[b, s p + i - pad, s q + j - pad, c] K[i,j,c,o] within a group. */
function byDefinition(
  x: tf.Tensor,
  kernel: tf.Tensor,
  options: Required<Pick<ConvolutionOptions, "stride" | "pad" | "groups">>,
): number[] {
  const [b, h, w, c] = x.shape;
  const [kh, kw, into, out] = kernel.shape;
  const [X, K] = [x.dataSync(), kernel.dataSync()];
  const [sy, sx] = options.stride as [number, number];
  const [py, px] = options.pad as [number, number];
  const [oh, ow] = [Math.floor((h + 2 * py - kh) / sy) + 1, Math.floor((w + 2 * px - kw) / sx) + 1];
  const y: number[] = [];
  for (let n = 0; n < b; n++)
    for (let p = 0; p < oh; p++)
      for (let q = 0; q < ow; q++)
        for (let o = 0; o < out; o++) {
          const first = Math.floor((o * options.groups) / out) * into;
          let sum = 0;
          for (let i = 0; i < kh; i++)
            for (let j = 0; j < kw; j++)
              for (let k = 0; k < into; k++) {
                const [row, column] = [p * sy + i - py, q * sx + j - px];
                if (row < 0 || row >= h || column < 0 || column >= w) continue;
                const pixel = X[((n * h + row) * w + column) * c + first + k];
                sum += pixel * K[((i * kw + j) * into + k) * out + o];
              }
          y.push(sum);
        }
  return y;
}

/** Any geometry that has an output. */
const geometries = fc
  .record({
    kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    size: fc.tuple(fc.integer({ min: 4, max: 9 }), fc.integer({ min: 4, max: 9 })),
    pads: fc.tuple(fc.nat(3), fc.nat(3)),
    batch: fc.integer({ min: 1, max: 3 }),
    groups: fc.integer({ min: 1, max: 3 }),
    into: fc.integer({ min: 1, max: 5 }),
    out: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ kernel, pads, size, batch, groups, into, out, stride }) => ({
    x: [batch, ...size, groups * into],
    kernel: [...kernel, into, groups * out],
    options: { stride, groups, pad: pads.map((pad, i) => Math.min(pad, kernel[i] - 1)) as [number, number] },
  }));

describe("conv2d", () => {
  it("is the definition, whatever the shapes", async () => {
    await fc.assert(
      fc.asyncProperty(geometries, async ({ x, kernel, options }) => {
        for (const engine of enginesFor(options)) {
          const [got] = await on(engine, () => [convolution(options)(draw(x, "x"), draw(kernel, "k"))]);
          await on("cpu", () => {
            const want = byDefinition(draw(x, "x"), draw(kernel, "k"), options);
            expectSame([got], [{ shape: got.shape, data: want }]);
            return [];
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it("has the cpu engine's gradients, whatever the shapes", async () => {
    await fc.assert(
      fc.asyncProperty(geometries, async ({ x, kernel, options }) => {
        const compute = () => valueAndGradients(convolution(options), [x, kernel]);
        const want = await on("cpu", compute);
        for (const engine of enginesFor(options)) expectSame(await on(engine, compute), want);
      }),
      { numRuns: 60 },
    );
  });

  /** <dy, J v> = <J^T dy, v>: the gradient of a linear map, without another engine's word for it. */
  it("has gradients that are adjoints of itself", async () => {
    await fc.assert(
      fc.asyncProperty(geometries, async ({ x, kernel, options }) => {
        for (const engine of enginesFor(options)) {
          const [forward, throughX, throughKernel, scale] = await on(engine, () => {
            const f = convolution(options);
            const [v, k] = [draw(x, "v"), draw(kernel, "k")];
            const y = f(v, k);
            const dy = draw(y.shape, "dy");
            const [dx, dk] = tf.grads(f)([v, k], dy);
            const inner = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b));
            return [inner(dy, y), inner(dx, v), inner(dk, k), tf.sqrt(tf.mul(inner(dy, dy), inner(y, y)))];
          });
          for (const { data } of [throughX, throughKernel])
            expect(Math.abs(data[0] - forward.data[0]) / (scale.data[0] + 1)).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 30 },
    );
  });

  const layers: [string, number[], number[], ConvolutionOptions][] = [
    ["stem 7x7, stride 2", [2, 20, 20, 3], [7, 7, 3, 8], { stride: 2, pad: 3 }],
    ["3x3, stride 2, even size", [2, 12, 12, 8], [3, 3, 8, 12], { stride: 2, pad: 1 }],
    ["shortcut 1x1, stride 2", [2, 9, 9, 8], [1, 1, 8, 16], { stride: 2 }],
    ["ResNeSt, two groups", [2, 7, 7, 16], [3, 3, 8, 32], { pad: 1, groups: 2 }],
    ["depthwise", [2, 8, 8, 12], [3, 3, 1, 12], { pad: 1, groups: 12 }],
    ["depthwise, stride 2", [2, 9, 8, 12], [3, 3, 1, 12], { stride: 2, pad: 1, groups: 12 }],
    ["depthwise, odd channels", [1, 6, 6, 5], [3, 3, 1, 5], { stride: 2, pad: 1, groups: 5 }],
  ];
  it.each(layers)("%s: the cpu engine's gradients", async (_name, x, kernel, options) => {
    const compute = () => valueAndGradients(convolution(options), [x, kernel]);
    const want = await on("cpu", compute);
    for (const engine of quickEngines) expectSame(await on(engine, compute), want);
  });

  const rest: [string, number[], number[], ConvolutionOptions][] = [
    ["a full kernel", [2, 7, 7, 3], [3, 3, 3, 8], { stride: 2, pad: 1 }],
    ["groups", [2, 6, 6, 4], [3, 3, 2, 6], { pad: 1, groups: 2 }],
    ["depthwise", [2, 7, 6, 5], [3, 3, 1, 5], { stride: 2, pad: 1, groups: 5 }],
  ];
  it.each(rest)(
    "bias and activation are separate steps in one, with %s",
    async (_name, x, kernel, options) => {
      const biasShape = [kernel[3]];
      for (const activation of ["linear", "relu", "relu6"] as const) {
        const whole = (a: tf.Tensor, k: tf.Tensor, bias: tf.Tensor) =>
          convolution({ ...options, bias, activation })(a, tf.mul(k, 3));
        const steps = (a: tf.Tensor, k: tf.Tensor, bias: tf.Tensor) => {
          const y = tf.add(convolution(options)(a, tf.mul(k, 3)), bias);
          return activation === "linear" ? y : activation === "relu" ? tf.relu(y) : tf.relu6(y);
        };
        const shapes = [x, kernel, biasShape];
        const want = await on("cpu", () => valueAndGradients(steps, shapes));
        for (const engine of quickEngines)
          expectSame(await on(engine, () => valueAndGradients(whole, shapes)), want);
      }
    },
  );

  it("computes no kernel gradient where only that of the input is asked for", async () => {
    for (const engine of quickEngines) {
      await on(engine, () => {
        const name = tf.getKernel(tf.Conv2DBackpropFilter, tf.getBackend());
        const unwanted = {
          ...name,
          kernelFunc: () => {
            throw new Error("not asked for");
          },
        };
        tf.unregisterKernel(name.kernelName, name.backendName);
        tf.registerKernel(unwanted);
        try {
          for (const groups of [1, 2]) {
            const kernel = draw([3, 3, 4 / groups, 6], "k");
            const bias = draw([6], "b");
            const f = (x: tf.Tensor) => convolution({ groups, bias, activation: "relu" })(x, kernel);
            expect(tf.grad(f)(draw([1, 5, 5, 4], "x")).shape).toEqual([1, 5, 5, 4]);
          }
        } finally {
          tf.unregisterKernel(name.kernelName, name.backendName);
          tf.registerKernel(name);
        }
        return [];
      });
    }
  });

  it("refuses a kernel that does not fit", () => {
    const x = tf.zeros<tf.Rank.R4>([1, 4, 4, 6]);
    expect(() => conv2d(x, tf.zeros([3, 3, 4, 6]), { groups: 2 })).toThrow("does not fit 6 channels");
    expect(() => conv2d(x, tf.zeros([3, 3, 3, 5]), { groups: 2 })).toThrow("in 2 groups");
    x.dispose();
  });

  it("refuses the gradient of a dilated convolution instead of giving a wrong one", async () => {
    await tf.setBackend("wasm");
    const f = (x: tf.Tensor, k: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, 1, "same", "NHWC", 2);
    expect(() =>
      tf.tidy(() =>
        valueAndGradients(f, [
          [1, 6, 6, 2],
          [3, 3, 2, 2],
        ]),
      ),
    ).toThrow(/dilat/i);
  });
});
