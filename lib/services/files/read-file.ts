import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

export interface StoredFile {
  stream: ReadableStream<Uint8Array>;
  byteSize: number;
  mediaType: string;
}

/** A re-encoded picture of one of the workspace's images. Anything else in storage does not exist for the asker. */
export async function readFile(ctx: Ctx, sha256: string): Promise<StoredFile> {
  requireCan(ctx, "dataset:read");
  const image = await ctx.db.image.findFirst({
    where: {
      OR: [{ displaySha256: sha256 }, { thumbSha256: sha256 }],
      dataset: { workspaceId: ctx.workspaceId },
    },
    select: { id: true },
  });
  const blob = image && (await ctx.db.blob.findUnique({ where: { sha256 } }));
  if (!blob) throw new AppError("not_found", "There is no such file in this workspace.");
  const { byteSize, mediaType } = blob;
  return { stream: await ctx.storage.stream(sha256), byteSize, mediaType };
}
