import type { ModelLacks } from "#lib/tensor/model-view.ts";
import type { OnnxConfig } from "./onnx-config.ts";

/** Follows "does not have:", as does the other. */
export const NO_GRADIENTS = "an ONNX file computes forward passes only";
const NO_FEATURES = "none was chosen when its ONNX file was imported";

/** What a classifier in an ONNX file cannot give, with the reason. */
export const lacksOf = ({ features }: Pick<OnnxConfig, "features">): ModelLacks => ({
  gradients: NO_GRADIENTS,
  ...(features ? {} : { features: NO_FEATURES }),
});
