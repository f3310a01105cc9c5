import * as tf from "@tensorflow/tfjs-core";

/** The part of the native backend that runs a TensorFlow operation by name. */
interface NativeBackend {
  binding: Record<string, number>;
  executeMultipleOutputs(
    name: string,
    attributes: object[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

function attributes(binding: NativeBackend["binding"], epsilon: number): object[] {
  return [
    { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: "U", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: "epsilon", type: binding.TF_ATTR_FLOAT, value: epsilon },
    { name: "data_format", type: binding.TF_ATTR_STRING, value: "NHWC" },
    { name: "is_training", type: binding.TF_ATTR_BOOL, value: true },
  ];
}

export interface FusedForward {
  y: tf.Tensor;
  mean: tf.Tensor;
  /** With n - 1 in the denominator, as running statistics want it. */
  unbiasedVariance: tf.Tensor;
  /** What the backward pass needs. */
  reserved: tf.Tensor[];
}

/** Batch normalisation in training mode as one TensorFlow operation. x [b,h,w,c], gamma and beta [c]. */
export function fusedBatchNorm(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
): FusedForward {
  const backend = tf.backend() as unknown as NativeBackend;
  const attrs = attributes(backend.binding, epsilon);
  const factor = { name: "exponential_avg_factor", type: backend.binding.TF_ATTR_FLOAT, value: 1 };
  const empty = tf.tensor1d([], "float32");
  const inputs = [x, gamma, beta, empty, empty];
  const [y, mean, unbiasedVariance, ...reserved] = backend.executeMultipleOutputs(
    "FusedBatchNormV3",
    [...attrs, factor],
    inputs,
    6,
  );
  return { y, mean, unbiasedVariance, reserved };
}

/** Its gradients in x, gamma and beta. */
export function fusedBatchNormGradient(
  dy: tf.Tensor,
  x: tf.Tensor,
  gamma: tf.Tensor,
  reserved: tf.Tensor[],
  epsilon: number,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const backend = tf.backend() as unknown as NativeBackend;
  const inputs = [dy, x, gamma, ...reserved];
  const out = backend.executeMultipleOutputs(
    "FusedBatchNormGradV3",
    attributes(backend.binding, epsilon),
    inputs,
    5,
  );
  return [out[0], out[1], out[2]];
}
