import type { Tx } from "#lib/db/client.ts";
import type { ModelImport } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** An import of this workspace. @throws AppError `not_found` also for one that has become a model */
export async function requireImport(db: Tx, ctx: Ctx, importId: string): Promise<ModelImport> {
  const row = await db.modelImport.findFirst({ where: { id: importId, workspaceId: ctx.workspaceId } });
  if (row) return row;
  throw new AppError("not_found", "There is no such import in this workspace: it may be a model already.");
}
