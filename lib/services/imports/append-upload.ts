import path from "node:path";
import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { writeUpload } from "#lib/storage/upload-file.ts";
import type { Ctx } from "../context.ts";
import { requireUploading } from "./create-upload.ts";
import { takeTurn } from "./take-turn.ts";
import { getUpload, type Upload } from "./upload.ts";
import { uploadsOf } from "./uploads-of.ts";

const AppendUpload = z.object({
  importId: z.string(),
  fileId: z.string(),
  /** Where the bytes go: it must be where those that have come end. */
  offset: z.int().min(0),
  chunks: z.custom<AsyncIterable<Uint8Array>>(
    (value) => typeof value === "object" && value !== null && Symbol.asyncIterator in value,
  ),
});

/**
 * Takes the next bytes of a file. What has come when the connection breaks is kept. Someone who sends the same file again
 * takes over from a connection that hangs.
 * @throws AppError `conflict` with `details.received` when the offset is another, `too_large` for more bytes than were announced
 */
export async function appendUpload(ctx: Ctx, input: z.input<typeof AppendUpload>): Promise<Upload> {
  const { importId, fileId, offset, chunks } = AppendUpload.parse(input);
  requireCan(ctx, "dataset:write");
  return takeTurn(fileId, async (signal) => {
    const upload = await getUpload(ctx, { importId, fileId });
    await requireUploading(ctx.db, ctx, importId);
    if (offset !== upload.received) throw elsewhere(upload.received);
    const file = path.join(uploadsOf(ctx, importId), "files", fileId);
    const { end, error } = await writeUpload(file, chunks, { start: offset, end: upload.byteSize, signal });
    const kept = await ctx.db.importFile.updateMany({
      where: { id: fileId, received: offset },
      data: { received: end },
    });
    if (kept.count === 0) throw elsewhere((await getUpload(ctx, { importId, fileId })).received);
    if (error instanceof AppError) throw error;
    if (error)
      throw new AppError("cancelled", "The connection broke: send the rest.", { received: end }, error);
    return { ...upload, received: end };
  });
}

const elsewhere = (received: number) =>
  new AppError("conflict", `Of this file ${received} bytes have come: send it from there.`, { received });
