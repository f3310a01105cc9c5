import * as tf from "@tensorflow/tfjs-core";
import { convolutionKernels } from "./convolution-kernels.ts";
import { identity, layoutKernels } from "./layout-kernels.ts";
import { normalisationKernels } from "./normalisation-kernels.ts";
import { poolingKernels } from "./pooling-kernels.ts";
import { isFloatProduct, productKernel } from "./product-kernel.ts";
import { isColumnSum, reductionKernels } from "./reduction-kernels.ts";

type Condition = (inputs: tf.NamedTensorInfoMap, attrs: tf.NamedAttrMap) => boolean;

const hasWords: Condition = (inputs) =>
  Object.values(inputs).every((tensor) => tensor?.dtype === "float32" || tensor?.dtype === "int32");

/** Puts a kernel in the place of tfjs's own, which keeps the calls for which `suits` is false. */
function replace(config: tf.KernelConfig, suits: Condition): void {
  const original = tf.getKernel(config.kernelName, "wasm");
  tf.unregisterKernel(config.kernelName, "wasm");
  tf.registerKernel({
    ...config,
    setupFunc: original.setupFunc,
    kernelFunc: (call) => (suits(call.inputs, call.attrs ?? {}) ? config : original).kernelFunc(call),
  });
}

/**
 * Makes wasm a training engine: adds the gradient kernels it lacks, and replaces those it has in a slow form
 * (docs/results/kernels.md has the times). Call once, before the backend starts.
 */
export function registerWasmKernels(): void {
  for (const config of layoutKernels) replace(config, hasWords);
  for (const config of reductionKernels) replace(config, isColumnSum);
  replace(productKernel(tf.getKernel(tf.BatchMatMul, "wasm")), isFloatProduct);
  for (const config of [identity, ...convolutionKernels, ...poolingKernels, ...normalisationKernels]) {
    if (tf.getKernel(config.kernelName, "wasm")) tf.unregisterKernel(config.kernelName, "wasm");
    tf.registerKernel(config);
  }
}
