import { AppError } from "#lib/errors.ts";
import { requireModelFile } from "./read-model-facts.ts";

/** onnx: a graph with logits, features and attention as outputs; safetensors: a PyTorch state_dict. */
export type ExportFormat = "onnx" | "safetensors";

/**
 * A model file in another format. A file that already has it comes out as it is.
 * @throws AppError `invalid` for a file that is no model, and for an ONNX file as weights: its network is not known here
 */
export async function convertModel(weights: Uint8Array, format: ExportFormat): Promise<Uint8Array> {
  if (requireModelFile(weights) === "onnx") {
    const { readOnnxModel } = await import("#lib/onnx/open-onnx-model.ts");
    readOnnxModel(weights);
    if (format === "onnx") return weights;
    throw new AppError(
      "invalid",
      "This model is an ONNX file, whose weights belong to a network that is not known here: export it as ONNX.",
    );
  }
  const { readModelFile, writeModelFile } = await import("#lib/scouter/model-file.ts");
  const { config, arrays } = readModelFile(weights);
  if (format === "safetensors") return writeModelFile(config, arrays);
  const { exportOnnx } = await import("#lib/scouter/onnx/export-model.ts");
  const { version } = (await import("../../../package.json", { with: { type: "json" } })).default;
  return exportOnnx(config, arrays, version);
}
