import type * as tf from "@tensorflow/tfjs-core";
import { inferFeatures } from "./backbone/features.ts";
import { foldBatchNorm } from "./backbone/fold-batch-norm.ts";
import { TINY_RESIDUAL_UNITS } from "./backbone/tiny-residual.ts";
import { fcHead } from "./fc-head.ts";
import type { ModelConfig } from "./model-config.ts";
import type { NamedArrays } from "./named-array.ts";
import { slotHead } from "./slot-head.ts";
import { toWeights, type Weights } from "./weights.ts";

/** Everything a model needs at inference: normalisations folded into their convolutions, the head as it is. */
export function foldModel(arrays: NamedArrays): NamedArrays {
  const head = Object.entries(arrays).filter(
    ([name]) => !name.startsWith("backbone.") || name.startsWith("backbone.fc."),
  );
  return { ...foldBatchNorm(arrays, TINY_RESIDUAL_UNITS), ...Object.fromEntries(head) };
}

/** The folded model on the active engine. The caller disposes it. */
export function prepareInference(arrays: NamedArrays): Weights {
  return toWeights(foldModel(arrays));
}

/** Features [b, h, w, k] -> logits [b, n]; differentiable. */
export function headLogits(features: tf.Tensor4D, weights: Weights, config: ModelConfig): tf.Tensor2D {
  return config.slotHead ? slotHead(features, weights, config.slotHead).logits : fcHead(features, weights);
}

/** Images [b, S, S, 3] -> logits [b, n]; differentiable. */
export function inferLogits(images: tf.Tensor4D, weights: Weights, config: ModelConfig): tf.Tensor2D {
  return headLogits(inferFeatures(images, weights), weights, config);
}
