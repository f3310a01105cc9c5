import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { loadTfjs } from "./load-tfjs.ts";
import { differentiate, scoresOf } from "./score-gradients.ts";

/** The option of methods that look at a feature map of their caller's choice. */
export const layerOption = z
  .string()
  .nullable()
  .default(null)
  .describe("name of the layer whose feature map is looked at, such as layer2; null = the last one");

/** @throws AppError `invalid` for a layer the model does not have */
export function atLayer(model: ModelView, layer: string | null): ModelView {
  if (layer === null) return model;
  if (model.atLayer) return model.atLayer(layer);
  throw new AppError(
    "invalid",
    "Of this model only the last feature map is known: leave the option layer out.",
  );
}

export interface LayerGradients {
  /** A, [count, h, w, k] */
  features: Float32Array;
  /** dy_c/dA, [count, h, w, k] */
  gradients: Float32Array;
}

/** The last feature map of every image and the gradient of its target's logit in it, by the layers above alone. */
export async function layerGradients(
  model: ModelView,
  images: ImageBatch,
  targets: readonly number[],
): Promise<LayerGradients> {
  const tf = await loadTfjs();
  const { height, width, channels } = model.featureShape;
  const { features } = await model.forward(images);
  const a = tf.tensor4d(features, [images.count, height, width, channels]);
  try {
    const { gradient } = await differentiate(tf, a, (at) => {
      return scoresOf(tf, model.logitsFromFeatures(at), targets, "logit");
    });
    return { features, gradients: gradient };
  } finally {
    a.dispose();
  }
}
