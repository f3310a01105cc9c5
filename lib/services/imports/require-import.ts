import type { Tx } from "#lib/db/client.ts";
import type { DatasetImport } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** An import of this workspace. @throws AppError `not_found` */
export async function requireImport(db: Tx, ctx: Ctx, importId: string): Promise<DatasetImport> {
  const row = await db.datasetImport.findFirst({ where: { id: importId, workspaceId: ctx.workspaceId } });
  if (row) return row;
  throw new AppError("not_found", "There is no such import in this workspace.");
}

/** The same, held until the transaction ends: two that change it take turns. */
export async function lockImport(tx: Tx, ctx: Ctx, importId: string): Promise<DatasetImport> {
  await tx.$queryRaw`SELECT 1 FROM "DatasetImport" WHERE "id" = ${importId} FOR UPDATE`;
  return requireImport(tx, ctx, importId);
}
