import type * as tf from "@tensorflow/tfjs-core";
import { AppError } from "#lib/errors.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { classifierName } from "./backbone/define-backbone.ts";
import { layersOf } from "./backbone/layers.ts";
import { findBackbone } from "./backbone/registry.ts";
import type { ForwardSession } from "./forward-session.ts";
import { openTensorSession } from "./forward-tensors.ts";
import { headLogits, inferLogits, prepareInference } from "./infer.ts";
import type { ModelConfig } from "./model-config.ts";
import { readModelFile } from "./model-file.ts";
import { layerNames, viewAtLayer } from "./model-layers.ts";
import type { NamedArrays } from "./named-array.ts";
import { disposeWeights, type Weights } from "./weights.ts";

/**
 * Opens a weights file on the tfjs backend that is active, for gradients and forward passes alike: all there is in a browser.
 * Dispose the view. @throws AppError `invalid` for a file that is no model of this project
 */
export function viewOnActiveEngine(weights: Uint8Array): ModelView {
  const { config, arrays } = readModelFile(weights);
  const onEngine = prepareInference(config, arrays);
  return viewModel(config, arrays, onEngine, openTensorSession(config, onEngine));
}

/** What explainers ask of a model, from its numbers: `weights` on the gradient engine, `session` for forward passes. */
export function viewModel(
  config: ModelConfig,
  arrays: NamedArrays,
  weights: Weights,
  session: ForwardSession,
): ModelView {
  const backbone = findBackbone(config.backbone);
  const checked = (images: ImageBatch) => {
    requireInput(images, config.inputSize);
    return images;
  };
  const whole: ModelView = {
    kind: config.kind,
    classNames: config.classNames,
    inputSize: config.inputSize,
    normalisation: config.normalisation,
    featureShape: layersOf(backbone, config.inputSize).output,
    classWeights: config.slotHead ? undefined : arrays[`${classifierName(backbone)}.weight`].data,
    layers: layerNames(backbone, config.inputSize, config.inputSize),
    atLayer: (layer) =>
      viewAtLayer(whole, { backbone, weights, size: [config.inputSize, config.inputSize] }, layer),
    predict: async (images) => session.predict(checked(images)),
    forward: async (images) => session.forward(checked(images)),
    logitsFromFeatures: (features) => headLogits(features as tf.Tensor4D, weights, config),
    logitsFromImages: (images) => inferLogits(images as tf.Tensor4D, weights, config),
    async dispose() {
      disposeWeights(weights);
      await session.dispose();
    },
  };
  return whole;
}

function requireInput({ data, count, height, width }: ImageBatch, size: number): void {
  if (height !== size || width !== size || data.length !== count * size * size * 3) {
    throw new AppError(
      "invalid",
      `This model takes pictures of ${size} x ${size} pixels, not ${width} x ${height}.`,
    );
  }
}
