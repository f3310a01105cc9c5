import * as tf from "@tensorflow/tfjs-core";
import { poolInfo, wholeOverInside } from "../gradients/pooling.ts";
import { type AttributeValue, operation } from "./operation.ts";
import { cutToInput, explicitPaddings, paddingOf, padToReach, shapeToReach } from "./padding.ts";

type PoolInfo = tf.backend_util.Conv2DInfo;
type Inputs = Record<string, tf.Tensor>;

/** Lower than every activation; infinite values would become NaN in the padding of some kernels. */
const LOWEST = -3.4028234663852886e38;

const attributesOf = (info: PoolInfo, padding: string): Record<string, AttributeValue> => ({
  ksize: [1, info.filterHeight, info.filterWidth, 1],
  strides: [1, info.strideHeight, info.strideWidth, 1],
  data_format: "NHWC",
  padding,
  ...(padding === "EXPLICIT" ? { explicit_paddings: explicitPaddings(info) } : {}),
});

function maxPool(backend: object, { x }: Inputs, info: PoolInfo): tf.Tensor {
  return operation(backend, "MaxPool", attributesOf(info, paddingOf(info)), [x])[0];
}

/**
 * TensorFlow's kernel for processors is slow, three times slower than finding the places of the maxima again and adding
 * dy up there.
 */
function maxPoolGradient(backend: object, { dy, input: x, output: y }: Inputs, info: PoolInfo): tf.Tensor {
  if ((backend as { isUsingGpuDevice: boolean }).isUsingGpuDevice)
    return operation(backend, "MaxPoolGrad", attributesOf(info, paddingOf(info)), [x, y, dy])[0];
  const isExplicit = paddingOf(info) === "EXPLICIT";
  const padded = isExplicit ? padToReach(x, info, LOWEST) : x;
  const { data_format: _, ...attributes } = attributesOf(info, isExplicit ? "VALID" : paddingOf(info));
  const places = operation(
    ...[backend, "MaxPoolWithArgmax"],
    { ...attributes, Targmax: { type: "int32" }, include_batch_in_index: true },
    ...[[padded], 2],
  )[1];
  const flat = tf.unsortedSegmentSum(
    tf.reshape(dy, [-1]),
    tf.reshape(places, [-1]) as tf.Tensor1D,
    padded.size,
  );
  const dx = tf.reshape(flat, padded.shape);
  return isExplicit ? cutToInput(dx, info) : dx;
}

/** Divides by the pixels inside the picture. TensorFlow has no explicit padding here. */
function averagePool(backend: object, { x }: Inputs, info: PoolInfo): tf.Tensor {
  const padding = paddingOf(info);
  if (padding !== "EXPLICIT") return operation(backend, "AvgPool", attributesOf(info, padding), [x])[0];
  const [whole] = operation(backend, "AvgPool", attributesOf(info, "VALID"), [padToReach(x, info)]);
  const ratio = wholeOverInside(info);
  return ratio ? tf.mul(whole, ratio) : whole;
}

/** Divides by the whole window, as the gradient of tf.avgPool in gradients/pooling.ts expects of every engine. */
function averagePoolGradient(backend: object, { dy }: Inputs, info: PoolInfo): tf.Tensor {
  const shape = tf.tensor1d(shapeToReach(info), "int32");
  const [dx] = operation(backend, "AvgPoolGrad", attributesOf(info, "VALID"), [shape, dy]);
  return paddingOf(info) === "VALID" ? dx : cutToInput(dx, info);
}

type Compute = (backend: object, inputs: Inputs, info: PoolInfo) => tf.Tensor;

function kernel(kernelName: string, image: string, compute: Compute): tf.KernelConfig {
  return {
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ backend, inputs, attrs }) =>
      tf.tidy(() => {
        const info = poolInfo(inputs[image] as tf.TensorInfo, attrs as tf.NamedAttrMap);
        return compute(backend, inputs as unknown as Inputs, info);
      }),
  };
}

export const poolingKernels: tf.KernelConfig[] = [
  kernel(tf.MaxPool, "x", maxPool),
  kernel(tf.MaxPoolGrad, "input", maxPoolGradient),
  kernel(tf.AvgPool, "x", averagePool),
  kernel(tf.AvgPoolGrad, "input", averagePoolGradient),
];
