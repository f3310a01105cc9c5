import * as tf from "@tensorflow/tfjs-core";
import { type NamedArrays, toMemoryLayout } from "./named-array.ts";

/**
 * A model's tensors on the active engine, under their PyTorch state_dict names. Linear weights are [out, in] as in the
 * file; convolution kernels (rank 4) are [h, w, in, out].
 */
export type Weights = Record<string, tf.Tensor>;

/** Puts arrays on the active engine. The caller disposes them. */
export function toWeights(arrays: NamedArrays): Weights {
  const weights: Weights = {};
  for (const [name, array] of Object.entries(arrays)) {
    const { shape, data } = toMemoryLayout(array);
    weights[name] = tf.tensor(data, shape);
  }
  return weights;
}

export function disposeWeights(weights: Weights): void {
  for (const tensor of Object.values(weights)) tensor.dispose();
}
