import * as tf from "@tensorflow/tfjs-core";
import { RELU_GRADIENT, RELU6_GRADIENT } from "../kernel-names.ts";
import { hasKernel, runKernel } from "../run-kernel.ts";

/** The mask is read off the result, which is kept anyway; one pass where the engine has a kernel for it. */
const rectifier = (
  kernelName: string,
  gradientKernel: string,
  isOpen: (y: tf.Tensor) => tf.Tensor,
): tf.GradConfig => ({
  kernelName,
  outputsToSave: [true],
  gradFunc: (dyIn, [y]) => {
    const dy = dyIn as tf.Tensor;
    return {
      x: () => (hasKernel(gradientKernel) ? runKernel(gradientKernel, { dy, y }) : tf.mul(dy, isOpen(y))),
    };
  },
});

/** Derivatives of relu and relu6. At the kinks they are 0, as in PyTorch. */
export const rectifierGradients: tf.GradConfig[] = [
  rectifier(tf.Relu, RELU_GRADIENT, (y) => tf.step(y)),
  rectifier(tf.Relu6, RELU6_GRADIENT, (y) => tf.mul(tf.step(y), tf.step(tf.sub(6, y)))),
];
