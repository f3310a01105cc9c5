import type * as tf from "@tensorflow/tfjs-core";
import { AppError } from "#lib/errors.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { readTensors } from "#lib/tensor/read-tensors.ts";
import type { Backbone } from "./backbone/define-backbone.ts";
import { layersOf } from "./backbone/layers.ts";
import { featuresFrom, featuresUpTo } from "./backbone/split-features.ts";
import { joinRows, splitBatch } from "./forward-session.ts";
import { toImages } from "./forward-tensors.ts";
import type { Weights } from "./weights.ts";

/** Names of the feature maps that can be looked at, from the image upward. */
export function layerNames(backbone: Backbone, height: number, width: number): string[] {
  return layersOf(backbone, height, width).stages.map(({ name }) => name);
}

/**
 * The same model seen from an inner layer: its "last feature map" is that layer's, and `logitsFromFeatures` are all layers
 * above it. Features come from the gradient engine, logits from where the model has them.
 * @param size of the images, [height, width]
 * @throws AppError `invalid` for a layer the backbone does not have
 */
export function viewAtLayer(
  model: ModelView,
  { backbone, weights, size }: { backbone: Backbone; weights: Weights; size: readonly [number, number] },
  layer: string,
): ModelView {
  const { stages } = layersOf(backbone, ...size);
  const stage = stages.find(({ name }) => name === layer);
  if (!stage) {
    throw new AppError(
      "invalid",
      `This model has no layer "${layer}": choose one of ${stages.map(({ name }) => name).join(", ")}.`,
    );
  }
  if (stage === stages[stages.length - 1]) return model;
  const { height, width, channels } = stage;
  const featuresOf = async (images: ImageBatch) => {
    const parts: Float32Array[] = [];
    for (const part of splitBatch(images)) {
      const compute = () => ({ features: featuresUpTo(backbone, toImages(part), weights, layer) });
      parts.push((await readTensors(compute)).features);
    }
    return joinRows(parts);
  };
  return {
    ...model,
    classWeights: undefined,
    featureShape: { height, width, channels },
    async forward(images) {
      return { ...(await model.forward(images)), features: await featuresOf(images) };
    },
    logitsFromFeatures: (features) =>
      model.logitsFromFeatures(featuresFrom(backbone, features as tf.Tensor4D, weights, layer)),
  };
}
