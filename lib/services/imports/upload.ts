import { requireCan } from "#lib/auth/can.ts";
import type { ImportFile } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** A file on its way in. */
export interface Upload {
  id: string;
  path: string;
  byteSize: number;
  /** Bytes that have come and are kept: the next one to send is this. */
  received: number;
}

export function toUpload({ id, path, byteSize, received }: ImportFile): Upload {
  return { id, path, byteSize: Number(byteSize), received: Number(received) };
}

/** @throws AppError `not_found` */
export async function getUpload(
  ctx: Ctx,
  { importId, fileId }: { importId: string; fileId: string },
): Promise<Upload> {
  requireCan(ctx, "dataset:write");
  const file = await ctx.db.importFile.findFirst({
    where: { id: fileId, importId, import: { workspaceId: ctx.workspaceId } },
  });
  if (file) return toUpload(file);
  throw new AppError("not_found", "There is no such upload: begin it anew.");
}
