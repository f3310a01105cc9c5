import * as tf from "@tensorflow/tfjs-core";

/**
 * Computes tensors and reads them by name; leaves none behind. A GPU can only be read by waiting for it, so results are
 * read here, after the computation, and never in its middle.
 */
export async function readTensors<Name extends string>(
  compute: () => Partial<Record<Name, tf.Tensor>>,
): Promise<Record<Name, Float32Array>> {
  const tensors = tf.tidy(compute as () => tf.NamedTensorMap);
  try {
    const read = async ([name, tensor]: [string, tf.Tensor]) => [name, await tensor.data<"float32">()];
    return Object.fromEntries(await Promise.all(Object.entries(tensors).map(read)));
  } finally {
    tf.dispose(tensors);
  }
}
