import { z } from "zod";
import { lacksOf } from "#lib/onnx/lacks.ts";
import { OnnxConfig } from "#lib/onnx/onnx-config.ts";
import type { ModelLacks } from "#lib/tensor/model-view.ts";
import { layersOf } from "./backbone/layers.ts";
import { findBackbone } from "./backbone/registry.ts";
import { ModelConfig } from "./model-config.ts";

/** The configuration of any classifier there is: this project's own networks, and those in ONNX files. */
export const ClassifierConfig = z.union([ModelConfig, OnnxConfig]);
export type ClassifierConfig = z.infer<typeof ClassifierConfig>;

/** What a model cannot give, by its stored configuration alone; what is not known to be an ONNX file gives everything. */
export function lacksByConfig(stored: unknown): ModelLacks {
  const config = OnnxConfig.safeParse(stored);
  return config.success ? lacksOf(config.data) : {};
}

/** What the cost of a method depends on, by a model's stored configuration alone. @throws ZodError for another thing */
export function costModelOf(stored: unknown) {
  const config = ClassifierConfig.parse(stored);
  const { inputSize } = config;
  if ("features" in config) {
    return { inputSize, featureShape: { channels: config.features?.channels ?? 0 } };
  }
  return { inputSize, featureShape: layersOf(findBackbone(config.backbone), inputSize).output };
}
