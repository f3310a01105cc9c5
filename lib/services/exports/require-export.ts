import type { Db, Tx } from "#lib/db/client.ts";
import type { DatasetExport } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** The export, if it is of this workspace. @throws AppError `not_found` */
export async function requireExport(db: Db | Tx, ctx: Ctx, exportId: string): Promise<DatasetExport> {
  const row = await db.datasetExport.findFirst({ where: { id: exportId, workspaceId: ctx.workspaceId } });
  if (row) return row;
  throw new AppError(
    "not_found",
    "There is no such export in this workspace: it may have been removed. Export again.",
  );
}
