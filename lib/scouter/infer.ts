import type * as tf from "@tensorflow/tfjs-core";
import { foldNorms } from "./backbone/fold-norms.ts";
import { inferFeatures } from "./backbone/infer-features.ts";
import { findBackbone } from "./backbone/registry.ts";
import { fcHead } from "./fc-head.ts";
import type { ModelConfig } from "./model-config.ts";
import type { NamedArrays } from "./named-array.ts";
import { headShapes } from "./parameters.ts";
import { slotHead } from "./slot-head.ts";
import { toWeights, type Weights } from "./weights.ts";

/** Everything a model needs at inference: normalisations folded into their convolutions, the head as it is. */
export function foldModel(config: ModelConfig, arrays: NamedArrays): NamedArrays {
  const head = Object.keys(headShapes(config)).map((name) => [name, arrays[name]]);
  return { ...foldNorms(findBackbone(config.backbone), arrays), ...Object.fromEntries(head) };
}

/** The folded model on the active engine. The caller disposes it. */
export function prepareInference(config: ModelConfig, arrays: NamedArrays): Weights {
  return toWeights(foldModel(config, arrays));
}

/** Features [b, h, w, k] -> logits [b, n]; differentiable. */
export function headLogits(features: tf.Tensor4D, weights: Weights, config: ModelConfig): tf.Tensor2D {
  return config.slotHead
    ? slotHead(features, weights, config.slotHead).logits
    : fcHead(findBackbone(config.backbone), features, weights);
}

/** Images [b, S, S, 3] -> logits [b, n]; differentiable. */
export function inferLogits(images: tf.Tensor4D, weights: Weights, config: ModelConfig): tf.Tensor2D {
  return headLogits(inferFeatures(findBackbone(config.backbone), images, weights), weights, config);
}
