import * as tf from "@tensorflow/tfjs-core";
import { createRandom } from "#lib/tensor/random.ts";

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
