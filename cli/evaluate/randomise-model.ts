import { readFile } from "node:fs/promises";
import { detectModelFile } from "#lib/formats/weights/model-file-type.ts";
import { initialise } from "#lib/scouter/initialise.ts";
import { readModelConfig, writeModelFile } from "#lib/scouter/model-file.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";

/** The architecture of a model with every weight drawn anew; null for an ONNX file, whose weights are its own. */
export async function randomiseModel(file: string, random: Random): Promise<ModelView | null> {
  const bytes = new Uint8Array(await readFile(file));
  if (detectModelFile(bytes) === "onnx") return null;
  const config = readModelConfig(bytes);
  return openModel(writeModelFile(config, initialise(config, random)));
}
