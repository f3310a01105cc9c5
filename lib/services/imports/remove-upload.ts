import { rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { requireUploading } from "./create-upload.ts";
import { lockImport } from "./require-import.ts";
import { takeTurn } from "./take-turn.ts";
import { getUpload } from "./upload.ts";
import { uploadsOf } from "./uploads-of.ts";

const RemoveUpload = z.object({ importId: z.string(), fileId: z.string() });

/** Takes a file of an import back, with what has come of it. @throws AppError `not_found`, `conflict` once it takes no more files */
export async function removeUpload(ctx: Ctx, input: unknown): Promise<void> {
  const { importId, fileId } = RemoveUpload.parse(input);
  requireCan(ctx, "dataset:write");
  await takeTurn(fileId, async () => {
    const { byteSize } = await getUpload(ctx, { importId, fileId });
    await ctx.db.$transaction(async (tx) => {
      await lockImport(tx, ctx, importId);
      await requireUploading(tx, ctx, importId);
      await tx.importFile.delete({ where: { id: fileId } });
      await tx.datasetImport.update({
        where: { id: importId },
        data: { byteSize: { decrement: byteSize }, fileCount: { decrement: 1 } },
      });
    });
    await rm(path.join(uploadsOf(ctx, importId), "files", fileId), { force: true });
  });
}
