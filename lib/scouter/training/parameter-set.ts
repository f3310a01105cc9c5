import * as tf from "@tensorflow/tfjs-core";
import { type NamedArrays, toFileLayout, toMemoryLayout } from "../named-array.ts";
import type { Weights } from "../weights.ts";

/** The numbers being trained, as plain arrays in the engine's layout: an optimiser is ordinary arithmetic on them. */
export interface ParameterSet {
  names: string[];
  shapes: number[][];
  values: Float32Array[];
}

export function toParameterSet(arrays: NamedArrays, names: string[]): ParameterSet {
  const inMemory = names.map((name) => toMemoryLayout(arrays[name]));
  return {
    names,
    shapes: inMemory.map(({ shape }) => shape),
    values: inMemory.map(({ data }) => Float32Array.from(data)),
  };
}

/** Back to file layout. */
export function toArrays({ names, shapes, values }: ParameterSet): NamedArrays {
  return Object.fromEntries(
    names.map((name, i) => [name, toFileLayout({ shape: shapes[i], data: values[i] })]),
  );
}

/** The loss at the present numbers and its gradients, one array a parameter. Leaves no tensor behind. */
export async function lossAndGradients(
  set: ParameterSet,
  loss: (weights: Weights) => tf.Scalar,
): Promise<{ loss: number; gradients: Float32Array[] }> {
  const given = set.values.map((value, i) => tf.tensor(value, set.shapes[i]));
  const ofTensors = (...tensors: tf.Tensor[]) =>
    loss(Object.fromEntries(set.names.map((name, i) => [name, tensors[i]])));
  const { value, grads } = tf.valueAndGrads(ofTensors)(given);
  const result = {
    loss: (await value.data<"float32">())[0],
    gradients: await Promise.all(grads.map((grad) => grad.data<"float32">())),
  };
  tf.dispose([value, ...grads, ...given]);
  return result;
}
