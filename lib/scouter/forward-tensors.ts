import * as tf from "@tensorflow/tfjs-core";
import type { Forward, ImageBatch } from "#lib/tensor/model-view.ts";
import { inScope } from "#lib/tensor/scope.ts";
import { inferFeatures } from "./backbone/infer-features.ts";
import { findBackbone } from "./backbone/registry.ts";
import { fcHead } from "./fc-head.ts";
import { type ForwardSession, joinForward, joinRows, splitBatch } from "./forward-session.ts";
import { inferLogits } from "./infer.ts";
import type { ModelConfig } from "./model-config.ts";
import { slotHead } from "./slot-head.ts";
import type { Weights } from "./weights.ts";

const BATCH = 16;

const toTensor = ({ data, count, height, width }: ImageBatch) => tf.tensor4d(data, [count, height, width, 3]);
const read = (tensor: tf.Tensor) => tensor.dataSync<"float32">();

/** Forward passes on the active tfjs engine. `weights` belong to the caller. */
export function openTensorSession(config: ModelConfig, weights: Weights): ForwardSession {
  const backbone = findBackbone(config.backbone);
  const predictPart = (images: ImageBatch) =>
    inScope(() => read(inferLogits(toTensor(images), weights, config)));
  const featuresPart = (images: ImageBatch) =>
    inScope(() => read(inferFeatures(backbone, toTensor(images), weights)));
  const forwardPart = (images: ImageBatch): Forward =>
    inScope(() => {
      const features = inferFeatures(backbone, toTensor(images), weights);
      if (!config.slotHead) {
        return {
          logits: read(fcHead(backbone, features, weights)),
          features: read(features),
          attention: null,
          attribution: null,
        };
      }
      const { logits, classAttention, attribution } = slotHead(features, weights, config.slotHead);
      return {
        logits: read(logits),
        features: read(features),
        attention: read(classAttention),
        attribution: read(attribution),
      };
    });
  return {
    predict: async (images) => joinRows([...splitBatch(images, BATCH)].map(predictPart)),
    features: async (images) => joinRows([...splitBatch(images, BATCH)].map(featuresPart)),
    forward: async (images) => joinForward([...splitBatch(images, BATCH)].map(forwardPart)),
    dispose: async () => {},
  };
}
