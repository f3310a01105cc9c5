import { readFile } from "node:fs/promises";
import { detectModelFile } from "#lib/formats/weights/model-file-type.ts";
import { readModelFile, writeModelFile } from "#lib/scouter/model-file.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { randomiseFromTop } from "#lib/scouter/randomise-from-top.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";

/**
 * A model with more and more of its layers drawn anew, from the output down; the last has no weight of its own left. Nothing for an
 * ONNX file, whose weights are its own. Dispose them.
 */
export async function randomiseModel(file: string, random: Random): Promise<ModelView[]> {
  const bytes = new Uint8Array(await readFile(file));
  if (detectModelFile(bytes) === "onnx") return [];
  const { config, arrays } = readModelFile(bytes);
  const models: ModelView[] = [];
  for (const { arrays: drawn } of randomiseFromTop(config, arrays, random))
    models.push(await openModel(writeModelFile(config, drawn)));
  return models;
}
