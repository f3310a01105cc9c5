import { existsSync } from "node:fs";
import { convertModel, type ExportFormat } from "#lib/services/models/convert-model.ts";
import { replaceFile } from "#lib/storage/replace-file.ts";
import { readModelBytes } from "./read-model.ts";

export interface ExportCommand {
  format: ExportFormat;
  out: string;
  workspace?: string;
}

const LOOKS_LIKE_A_FILE = /[/\\]|\.(safetensors|onnx|pth?)$/;

/** Writes a model, given as a file or by its name in the workspace, in another format. */
export async function exportModelFile(
  model: string,
  { format, out, workspace }: ExportCommand,
): Promise<void> {
  const isFile = existsSync(model) || LOOKS_LIKE_A_FILE.test(model);
  const weights = isFile ? await readModelBytes(model) : await readFromWorkspace(model, workspace);
  const file = await convertModel(weights, format);
  await replaceFile(out, file);
  console.log(`wrote ${out}: ${(file.length / 1e6).toFixed(1)} MB`);
}

async function readFromWorkspace(name: string, workspace: string | undefined): Promise<Uint8Array> {
  const { withCliContext } = await import("../open-cli-context.ts");
  const { readModelWeights } = await import("#lib/services/models/read-model-weights.ts");
  return withCliContext(workspace, async (ctx) => (await readModelWeights(ctx, { name })).weights);
}
