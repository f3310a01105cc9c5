import * as tf from "@tensorflow/tfjs-core";
import { conv2d } from "#lib/tensor/convolution.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import type { GradientTask } from "#lib/tensor/parallel/gradient-thread.ts";

export interface Pictures {
  data: Float32Array;
  shape: [number, number, number, number];
}

export const lossOf = (images: tf.Tensor, kernel: tf.Tensor) =>
  tf.mean(tf.square(conv2d(images as tf.Tensor4D, kernel as tf.Tensor4D, { pad: 1 }))) as tf.Scalar;

/** Mean square of a convolution's output; also how many tensors the thread holds afterwards. */
export const meanSquare: GradientTask<number[], Pictures, { loss: number; tensors: number }> = async (
  shape,
) => {
  await selectEngines({ forward: "wasm" });
  return async ([value], { data, shape: size }) => {
    const kernel = tf.tensor(value, shape);
    const images = tf.tensor(data, size);
    const { value: loss, grad } = tf.valueAndGrad((k: tf.Tensor) => lossOf(images, k))(kernel);
    const found = {
      gradients: [grad.dataSync<"float32">()],
      rest: { loss: loss.dataSync()[0], tensors: 0 },
    };
    tf.dispose([kernel, images, loss, grad]);
    found.rest.tensors = tf.memory().numTensors;
    return found;
  };
};
