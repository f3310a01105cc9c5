import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { AppError } from "#lib/errors.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";

export interface OpenedModel {
  /** File name without its ending. */
  name: string;
  sha256: string;
  file: string;
  view: ModelView;
}

/** @throws AppError `not_found`, `invalid` for a file that is no model or two of the same name */
export async function openModels(files: readonly string[]): Promise<OpenedModel[]> {
  // A command has the machine to itself, unlike a worker's processes.
  const threads = availableParallelism();
  const models: OpenedModel[] = [];
  for (const file of files) {
    const bytes = await readFile(file).catch(() => {
      throw new AppError("not_found", `There is no model file ${file}: check the path.`);
    });
    const name = basename(file).replace(/\.(safetensors|onnx)$/, "");
    if (models.some((model) => model.name === name)) {
      throw new AppError(
        "invalid",
        `Two models are called ${name}: rename one, their maps go to folders of that name.`,
      );
    }
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    models.push({ name, sha256, file, view: await openModel(new Uint8Array(bytes), { threads }) });
  }
  return models;
}
