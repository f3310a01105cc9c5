import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { startNative } from "#lib/tensor/native/start.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { startWasm } from "#lib/tensor/wasm/start.ts";

const folder = process.env.WHYNOT_NATIVE_ENGINE;

/** Starts every engine there is and names them; the cpu one, plain loops, is what they are compared with. */
export async function startEngines(): Promise<string[]> {
  await startWasm();
  return folder && (await startNative(folder)) ? ["wasm", "tensorflow"] : ["wasm"];
}

/** Standard normal numbers, kept away from 0 where several functions have a kink. */
export function draw(shape: number[], seed: string): tf.Tensor {
  const random = createRandom(seed);
  const count = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: count }, () => {
    const value = random.normal();
    return Math.sign(value) * (0.1 + Math.abs(value));
  });
  return tf.tensor(values, shape);
}

/** The results of the same computation on one engine; tensors and engine memory must be as before afterwards. */
export async function on(
  engine: string,
  compute: () => tf.Tensor[],
): Promise<{ shape: number[]; data: number[] }[]> {
  await tf.setBackend(engine);
  const backend = tf.backend();
  const before = [tf.memory().numTensors, backend.numDataIds()];
  const out = tf.tidy(compute);
  const results = out.map((t) => ({ shape: t.shape, data: [...t.dataSync()] }));
  tf.dispose(out);
  expect([tf.memory().numTensors, backend.numDataIds()], "left in memory").toEqual(before);
  return results;
}

/** Same shapes, and values within `tolerance` of the largest value. */
export function expectSame(
  got: { shape: number[]; data: number[] }[],
  want: { shape: number[]; data: number[] }[],
  tolerance = 2e-5,
): void {
  expect(got.map(({ shape }) => shape)).toEqual(want.map(({ shape }) => shape));
  for (const [k, { data }] of want.entries()) {
    const size = data.reduce((a, v) => Math.max(a, Math.abs(v)), 1e-3);
    const error = data.reduce((a, v, i) => Math.max(a, Math.abs(v - got[k].data[i])), 0);
    expect(error / size, `result ${k}`).toBeLessThan(tolerance);
  }
}

/** Value and gradients of a function weighted by a fixed dy, so that no part of the gradient is symmetric. */
export function valueAndGradients(f: (...xs: tf.Tensor[]) => tf.Tensor, shapes: number[][]): tf.Tensor[] {
  const xs = shapes.map((shape, i) => draw(shape, `x${i}`));
  const y = f(...xs);
  return [y, ...tf.grads(f)(xs, draw(y.shape, "dy"))];
}
