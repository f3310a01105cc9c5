import type { Tx } from "#lib/db/client.ts";
import type { ImageEdit } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** An edit of a data set of the workspace. @throws AppError `not_found` */
export async function requireEdit(ctx: Ctx, editId: string, tx: Tx = ctx.db): Promise<ImageEdit> {
  const where = { id: editId, dataset: { workspaceId: ctx.workspaceId } };
  const edit = await tx.imageEdit.findFirst({ where });
  if (!edit) throw new AppError("not_found", "There is no such edit in this workspace.");
  return edit;
}
