import type { DatasetExport } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";

/** Removes archives of the workspace whose time is over, with their rows. Called whenever another is made. */
export async function sweepExports(ctx: Ctx): Promise<void> {
  const expired = await ctx.db.datasetExport.findMany({
    where: { workspaceId: ctx.workspaceId, expiresAt: { lt: ctx.clock() } },
  });
  for (const row of expired) await removeExport(ctx, row);
}

/** The row first: what is left behind by a process that dies in between is a file nobody asks for, never a download without one. */
export async function removeExport(
  ctx: Ctx,
  { id, sha256 }: Pick<DatasetExport, "id" | "sha256">,
): Promise<void> {
  await ctx.db.datasetExport.deleteMany({ where: { id } });
  if (sha256 === null) return;
  // Files are named by their content: the same archive may be another's, or a stored file.
  const other = await ctx.db.datasetExport.findFirst({ where: { sha256 }, select: { id: true } });
  if (other || (await ctx.db.blob.findUnique({ where: { sha256 } }))) return;
  await ctx.storage.remove(sha256);
}
