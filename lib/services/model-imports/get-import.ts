import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { requireImport } from "./require-import.ts";
import { detailOf, type ImportDetail } from "./summary.ts";

/** @throws AppError `not_found` */
export async function getImport(ctx: Ctx, importId: string): Promise<ImportDetail> {
  requireCan(ctx, "model:write");
  return detailOf(await requireImport(ctx.db, ctx, importId));
}
