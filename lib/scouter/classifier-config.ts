import { z } from "zod";
import { lacksOf } from "#lib/onnx/lacks.ts";
import { OnnxConfig } from "#lib/onnx/onnx-config.ts";
import type { ModelLacks } from "#lib/tensor/model-view.ts";
import { ModelConfig } from "./model-config.ts";

/** The configuration of any classifier there is: this project's own networks, and those in ONNX files. */
export const ClassifierConfig = z.union([ModelConfig, OnnxConfig]);
export type ClassifierConfig = z.infer<typeof ClassifierConfig>;

/** What a model cannot give, by its stored configuration alone; what is not known to be an ONNX file gives everything. */
export function lacksByConfig(stored: unknown): ModelLacks {
  const config = OnnxConfig.safeParse(stored);
  return config.success ? lacksOf(config.data) : {};
}
