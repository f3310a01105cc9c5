import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { modelInspect } from "#lib/jobs/definitions/model-inspect.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { MAX_WEIGHTS_BYTES } from "../models/register-model.ts";
import { discardAbandoned } from "./discard-abandoned.ts";
import { releaseFile } from "./release-file.ts";
import { detailOf, type ImportDetail } from "./summary.ts";

const CreateImport = z.object({
  fileName: z.string().trim().min(1, "Say what the file is called.").max(255),
  chunks: z.custom<AsyncIterable<Uint8Array>>(
    (value) => typeof value === "object" && value !== null && Symbol.asyncIterator in value,
  ),
  /** What the sender says will come, where it says so. */
  byteSize: z.int().min(0).optional(),
});

/** What comes before the last slash is the sender's machine and no business of ours. */
const baseName = (path: string) => path.replace(/^.*[/\\]/, "") || path;

/**
 * Takes a model file in, without holding it whole, and has a worker look at it.
 * @throws AppError `too_large` beyond 512 MB, `invalid` for an empty file or one that did not arrive in full
 */
export async function createImport(ctx: Ctx, input: z.input<typeof CreateImport>): Promise<ImportDetail> {
  const { fileName, chunks, byteSize } = CreateImport.parse(input);
  requireCan(ctx, "model:write");
  if (byteSize !== undefined && byteSize > MAX_WEIGHTS_BYTES) throw tooLarge();
  await discardAbandoned(ctx);
  const blob = await ctx.storage.putStream(chunks, MAX_WEIGHTS_BYTES).catch((error) => {
    throw error instanceof AppError && error.code === "too_large" ? tooLarge() : error;
  });
  try {
    if (blob.byteSize === 0) throw new AppError("invalid", "The file is empty: choose another one.");
    if (byteSize !== undefined && byteSize !== blob.byteSize) {
      throw new AppError("invalid", "The file did not arrive in full: send it again.");
    }
    return await insert(ctx, baseName(fileName), blob);
  } catch (error) {
    await releaseFile(ctx, blob.sha256);
    throw error;
  }
}

const tooLarge = () =>
  new AppError("too_large", "The file is larger than 512 MB: no model of this version needs that.");

async function insert(ctx: Ctx, fileName: string, blob: { sha256: string; byteSize: number }) {
  const { workspaceId, actor } = ctx;
  const createdBy = actor.kind === "user" ? `user:${actor.userId}` : actor.kind;
  return ctx.db.$transaction(async (tx) => {
    const row = await tx.modelImport.create({
      data: { id: newId(ctx.clock().getTime()), workspaceId, fileName, ...blob, createdBy },
    });
    await enqueue(tx, modelInspect, { importId: row.id, revision: row.revision }, { workspaceId });
    await audit(tx, ctx, "model-import.create", `model-import:${row.id}`, { fileName, ...blob });
    return detailOf(row);
  });
}
