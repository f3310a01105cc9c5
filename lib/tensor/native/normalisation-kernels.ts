import * as tf from "@tensorflow/tfjs-core";
import { BATCH_NORM_GRADIENT, BATCH_NORM_TRAINING, RELU_GRADIENT, RELU6_GRADIENT } from "../kernel-names.ts";
import { type AttributeValue, operation } from "./operation.ts";

type Compute = (backend: object, inputs: tf.Tensor[], attrs: { epsilon: number }) => tf.Tensor | tf.Tensor[];

function kernel(kernelName: string, compute: Compute): tf.KernelConfig {
  return {
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ backend, inputs, attrs }) =>
      tf.tidy(() => compute(backend, Object.values(inputs) as tf.Tensor[], attrs as { epsilon: number })),
  };
}

const training = (epsilon: number): Record<string, AttributeValue> => ({
  U: { type: "float" },
  epsilon: { float: epsilon },
  data_format: "NHWC",
  is_training: true,
});

/** Single TensorFlow operations for what tfjs composes of several. */
export const normalisationKernels: tf.KernelConfig[] = [
  kernel(RELU_GRADIENT, (backend, [dy, y]) => operation(backend, "ReluGrad", {}, [dy, y])[0]),
  kernel(RELU6_GRADIENT, (backend, [dy, y]) => operation(backend, "Relu6Grad", {}, [dy, y])[0]),
  kernel(BATCH_NORM_TRAINING, (backend, [x, gamma, beta], { epsilon }) => {
    const empty = tf.tensor1d([], "float32");
    const attributes = { ...training(epsilon), exponential_avg_factor: { float: 1 } };
    return operation(backend, "FusedBatchNormV3", attributes, [x, gamma, beta, empty, empty], 6);
  }),
  kernel(BATCH_NORM_GRADIENT, (backend, [dy, x, gamma, _mean, ...reserved], { epsilon }) => {
    const inputs = [dy, x, gamma, ...reserved];
    return operation(backend, "FusedBatchNormGradV3", training(epsilon), inputs, 5).slice(0, 3);
  }),
];
