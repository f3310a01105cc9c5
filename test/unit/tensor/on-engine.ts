import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { selectEngines } from "#lib/tensor/engine.ts";
import type { GradientEngine } from "#lib/tensor/engine-names.ts";
import { isSlow, presentEngines } from "#test/support/engines.ts";
import { draw } from "./draw.ts";

/** Engines here that can do hundreds of small cases; the cpu one, plain loops, is what they are compared with. */
export const quickEngines = presentEngines.filter((engine) => !isSlow(engine));

export interface Result {
  shape: number[];
  data: number[];
}

/** The results of a computation on one engine; tensors and the engine's own memory must be as before afterwards. */
export async function on(engine: GradientEngine | "cpu", compute: () => tf.Tensor[]): Promise<Result[]> {
  if (engine === "cpu") await tf.setBackend("cpu");
  else await selectEngines({ gradient: engine, forward: engine });
  const backend = tf.backend();
  const before = [tf.memory().numTensors, backend.numDataIds()];
  const out = tf.tidy(compute);
  const results: Result[] = [];
  for (const t of out) results.push({ shape: t.shape, data: [...(await t.data())] });
  tf.dispose(out);
  expect([tf.memory().numTensors, backend.numDataIds()], "left in memory").toEqual(before);
  return results;
}

/** Same shapes, and values within `tolerance` of the largest value. */
export function expectSame(got: Result[], want: Result[], tolerance = 2e-5): void {
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
