import * as tf from "@tensorflow/tfjs-core";
import type { Forward, ImageBatch } from "#lib/tensor/model-view.ts";
import { readTensors } from "#lib/tensor/read-tensors.ts";
import { inferFeatures } from "./backbone/infer-features.ts";
import { findBackbone } from "./backbone/registry.ts";
import { fcHead } from "./fc-head.ts";
import { type ForwardSession, joinForward, joinRows, splitBatch } from "./forward-session.ts";
import { inferLogits } from "./infer.ts";
import type { ModelConfig } from "./model-config.ts";
import { slotHead } from "./slot-head.ts";
import type { Weights } from "./weights.ts";

/** Images on the active engine, [count, height, width, 3]. */
export const toImages = ({ data, count, height, width }: ImageBatch) =>
  tf.tensor4d(data, [count, height, width, 3]);

/** Forward passes on the active tfjs engine. `weights` belong to the caller. */
export function openTensorSession(config: ModelConfig, weights: Weights): ForwardSession {
  const backbone = findBackbone(config.backbone);

  async function predictPart(images: ImageBatch): Promise<Float32Array> {
    return (await readTensors(() => ({ logits: inferLogits(toImages(images), weights, config) }))).logits;
  }

  async function featuresPart(images: ImageBatch): Promise<Float32Array> {
    const compute = () => ({ features: inferFeatures(backbone, toImages(images), weights) });
    return (await readTensors(compute)).features;
  }

  async function forwardPart(images: ImageBatch): Promise<Forward> {
    const { logits, features, attention, attribution } = await readTensors<keyof Forward>(() => {
      const features = inferFeatures(backbone, toImages(images), weights);
      if (!config.slotHead) return { logits: fcHead(backbone, features, weights), features };
      const { logits, classAttention, attribution } = slotHead(features, weights, config.slotHead);
      return { logits, features, attention: classAttention, attribution };
    });
    return { logits, features, attention: attention ?? null, attribution: attribution ?? null };
  }

  /** One part at a time: a GPU's memory holds the tensors of one. */
  async function inParts<T>(images: ImageBatch, run: (part: ImageBatch) => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    for (const part of splitBatch(images)) results.push(await run(part));
    return results;
  }

  return {
    predict: async (images) => joinRows(await inParts(images, predictPart)),
    features: async (images) => joinRows(await inParts(images, featuresPart)),
    forward: async (images) => joinForward(await inParts(images, forwardPart)),
    dispose: async () => {},
  };
}
