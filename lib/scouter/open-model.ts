import { AppError } from "#lib/errors.ts";
import { detectModelFile } from "#lib/formats/weights/model-file-type.ts";
import { openOnnxModel } from "#lib/onnx/open-onnx-model.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import type { EngineWish } from "#lib/tensor/engine-names.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { openOnnxSession } from "./forward-onnx.ts";
import type { ForwardSession } from "./forward-session.ts";
import { openTensorSession } from "./forward-tensors.ts";
import { prepareInference } from "./infer.ts";
import type { ModelConfig } from "./model-config.ts";
import { readModelFile } from "./model-file.ts";
import type { NamedArrays } from "./named-array.ts";
import { viewModel } from "./view-model.ts";
import { disposeWeights } from "./weights.ts";

/**
 * Opens a weights file on the engines this machine has. The view's results do not depend on the engine beyond float32
 * rounding (logits agree to 1e-4 of their size). An imported ONNX file runs on onnxruntime alone. Dispose the view.
 * @throws AppError `invalid` for a file that is no model, `unavailable` for an engine that is not there.
 */
export async function openModel(weights: Uint8Array, options: EngineWish = {}): Promise<ModelView> {
  if (detectModelFile(weights) === "onnx") return openOnFixedEngine(weights, options);
  const { config, arrays } = readModelFile(weights);
  const engines = await selectEngines(options);
  const onEngine = prepareInference(config, arrays);
  const session =
    engines.forward.name === "onnx"
      ? await openOnForwardRuntime(config, arrays, options.threads ?? 1)
      : openTensorSession(config, onEngine);
  return viewModel(config, arrays, onEngine, session);
}

async function openOnFixedEngine(
  file: Uint8Array,
  { forward = "onnx", threads = 1 }: EngineWish,
): Promise<ModelView> {
  if (forward !== "onnx") {
    throw new AppError(
      "unavailable",
      `This model is an ONNX file and runs on onnxruntime only, not on ${forward}: leave the engine to be chosen by itself.`,
    );
  }
  return openOnnxModel(await requireOnnxRuntime(), file, threads);
}

async function requireOnnxRuntime() {
  const runtime = await loadOnnxRuntime();
  if (runtime) return runtime;
  throw new AppError("unavailable", "onnxruntime-node is not installed for this machine. Run npm ci.");
}

/** Forward passes of a model alone, on the forward engine that is chosen for this process. Dispose it. */
export async function openForward(
  config: ModelConfig,
  arrays: NamedArrays,
  options: EngineWish = {},
): Promise<ForwardSession> {
  const { forward } = await selectEngines(options);
  if (forward.name === "onnx") return openOnForwardRuntime(config, arrays, options.threads ?? 1);
  const weights = prepareInference(config, arrays);
  const session = openTensorSession(config, weights);
  return { ...session, dispose: async () => disposeWeights(weights) };
}

async function openOnForwardRuntime(
  config: ModelConfig,
  arrays: NamedArrays,
  threads: number,
): Promise<ForwardSession> {
  return openOnnxSession(await requireOnnxRuntime(), config, arrays, threads);
}
