import type { ModelKind } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { detectModelFile, type ModelFileType } from "#lib/formats/weights/model-file-type.ts";
import type { ClassifierConfig } from "#lib/scouter/classifier-config.ts";

/** What a row of a model holds of its file. */
export interface ModelFacts {
  kind: ModelKind;
  backbone: string;
  inputSize: number;
  parameterCount: number;
  classNames: string[];
  config: ClassifierConfig;
}

export const KINDS: Record<ClassifierConfig["kind"], ModelKind> = {
  fc: "fc",
  "scouter+": "scouter_plus",
  "scouter-": "scouter_minus",
  onnx: "onnx",
};

const ADVICE: Partial<Record<ModelFileType, string>> = {
  torch:
    "This is a PyTorch file. Export the model to ONNX (torch.onnx.export), or save its weights as safetensors with this " +
    "project's configuration.",
  keras: "This is a Keras file. Convert the model to ONNX first: python -m tf2onnx.convert.",
  tflite:
    "This is a TensorFlow Lite file. Convert the model to ONNX first: python -m tf2onnx.convert --tflite.",
};

/** @throws AppError `invalid` for a file of a kind that is known and cannot be used, with what to do */
export function requireModelFile(file: Uint8Array): "safetensors" | "onnx" {
  const type = detectModelFile(file);
  const advice = ADVICE[type];
  if (advice) throw new AppError("invalid", advice);
  if (type === "onnx" || type === "safetensors") return type;
  throw new AppError(
    "invalid",
    "This file is neither safetensors nor ONNX: bring a model in one of these forms.",
  );
}

const nameOf = (fileName: string) => fileName.replace(/^.*[/\\]/, "").replace(/\.[^.]*$/, "");

/** Facts of a configuration; an ONNX file stands for its own network. */
export function factsOf(config: ClassifierConfig, parameterCount: number): ModelFacts {
  const { kind, inputSize, classNames } = config;
  const backbone = config.format === "onnx" ? nameOf(config.source.fileName) || "onnx" : config.backbone;
  return { kind: KINDS[kind], backbone, inputSize, parameterCount, classNames, config };
}

/**
 * Checks a model file and reads what a row holds of it. @throws AppError `invalid` for a file that is no model, and for an ONNX
 * file that does not say how it is used.
 */
export async function readModelFacts(file: Uint8Array): Promise<ModelFacts> {
  if (requireModelFile(file) === "onnx") {
    const { readOnnxModel } = await import("#lib/onnx/open-onnx-model.ts");
    const config = readOnnxModel(file);
    return factsOf(config, config.source.parameterCount);
  }
  // It knows the network's shapes and so brings the maths along: the site loads it for this alone.
  const { readModelFile } = await import("#lib/scouter/model-file.ts");
  const { parameterCount } = await import("#lib/scouter/parameters.ts");
  const { config } = readModelFile(file);
  return factsOf(config, parameterCount(config));
}
