import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { convertModel } from "./convert-model.ts";

const ExportModel = z.object({ modelId: z.string(), format: z.enum(["onnx", "safetensors"]) });

export interface ExportedFile {
  /** Letters every system takes. */
  fileName: string;
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;
}

/** "SCOUTER+ v2" as "SCOUTER-v2". */
const plain = (name: string) => name.replace(/[^A-Za-z0-9._]+/g, "-").replace(/^-|-$/g, "") || "model";

/** The form a model is kept in. */
export const storedFormat = (config: unknown): "onnx" | "safetensors" =>
  (config as { format?: unknown } | null)?.format === "onnx" ? "onnx" : "safetensors";

/** A model's file as other programs take it. @throws AppError `not_found`, `invalid` for an ONNX file as weights */
export async function exportModel(ctx: Ctx, input: unknown): Promise<ExportedFile> {
  const { modelId, format } = ExportModel.parse(input);
  requireCan(ctx, "model:read");
  const model = await ctx.db.model.findFirst({
    where: { id: modelId, workspaceId: ctx.workspaceId },
    select: { name: true, config: true, weightsSha256: true },
  });
  if (!model) throw new AppError("not_found", "There is no such model in this workspace.");
  const fileName = `${plain(model.name)}.${format}`;
  if (storedFormat(model.config) === format) {
    return { fileName, body: await ctx.storage.stream(model.weightsSha256) };
  }
  const file = await convertModel(await ctx.storage.get(model.weightsSha256), format);
  return { fileName, body: file as Uint8Array<ArrayBuffer> };
}
