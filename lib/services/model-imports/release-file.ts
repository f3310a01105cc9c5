import type { Ctx } from "../context.ts";

/**
 * Removes a file of an import from storage, unless it is in use: as another import's file, or as anything that has a row among
 * the stored files. Files are named by their content, so the same one may be there for another reason.
 */
export async function releaseFile(ctx: Ctx, sha256: string): Promise<void> {
  const other = await ctx.db.modelImport.findFirst({
    where: { OR: [{ sha256 }, { weightsSha256: sha256 }] },
    select: { id: true },
  });
  if (other || (await ctx.db.blob.findUnique({ where: { sha256 } }))) return;
  await ctx.storage.remove(sha256);
}
