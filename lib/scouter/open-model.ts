import type * as tf from "@tensorflow/tfjs-core";
import { AppError } from "#lib/errors.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import type { EngineWish } from "#lib/tensor/engine-names.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { TINY_RESIDUAL_CHANNELS, TINY_RESIDUAL_STRIDE } from "./backbone/tiny-residual.ts";
import { openOnnxSession } from "./forward-onnx.ts";
import type { ForwardSession } from "./forward-session.ts";
import { openTensorSession } from "./forward-tensors.ts";
import { headLogits, inferLogits, prepareInference } from "./infer.ts";
import type { ModelConfig } from "./model-config.ts";
import { readModelFile } from "./model-file.ts";
import type { NamedArrays } from "./named-array.ts";
import { disposeWeights, type Weights } from "./weights.ts";

/**
 * Opens a weights file on the engines this machine has. The view's results do not depend on the engine beyond float32
 * rounding (logits agree to 1e-4 of their size). Dispose it.
 * @throws AppError `invalid` for a file that is no model, `unavailable` for an engine that is not there.
 */
export async function openModel(weights: Uint8Array, options: EngineWish = {}): Promise<ModelView> {
  const { config, arrays } = readModelFile(weights);
  const engines = await selectEngines(options);
  const onEngine = prepareInference(arrays);
  const session =
    engines.forward.name === "onnx"
      ? await openOnForwardRuntime(config, arrays, options.threads ?? 1)
      : openTensorSession(config, onEngine);
  return view(config, onEngine, session);
}

async function openOnForwardRuntime(
  config: ModelConfig,
  arrays: NamedArrays,
  threads: number,
): Promise<ForwardSession> {
  const runtime = await loadOnnxRuntime();
  if (!runtime) throw new AppError("unavailable", "onnxruntime-node is not installed for this machine.");
  return openOnnxSession(runtime, config, arrays, threads);
}

function view(config: ModelConfig, weights: Weights, session: ForwardSession): ModelView {
  const side = config.inputSize / TINY_RESIDUAL_STRIDE;
  const checked = (images: ImageBatch) => {
    requireInput(images, config.inputSize);
    return images;
  };
  return {
    kind: config.kind,
    classNames: config.classNames,
    inputSize: config.inputSize,
    normalisation: config.normalisation,
    featureShape: { height: side, width: side, channels: TINY_RESIDUAL_CHANNELS },
    predict: async (images) => session.predict(checked(images)),
    forward: async (images) => session.forward(checked(images)),
    logitsFromFeatures: (features) => headLogits(features as tf.Tensor4D, weights, config),
    logitsFromImages: (images) => inferLogits(images as tf.Tensor4D, weights, config),
    async dispose() {
      disposeWeights(weights);
      await session.dispose();
    },
  };
}

function requireInput({ data, count, height, width }: ImageBatch, size: number): void {
  if (height !== size || width !== size || data.length !== count * size * size * 3) {
    throw new AppError(
      "invalid",
      `This model takes pictures of ${size} x ${size} pixels, not ${width} x ${height}.`,
    );
  }
}
