import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import type { ImportDetail } from "./summary.ts";

export type ImportSummary = Pick<ImportDetail, "id" | "fileName" | "byteSize" | "state" | "createdAt">;

/** Imports that are no models yet, newest first. */
export async function listImports(ctx: Ctx): Promise<ImportSummary[]> {
  requireCan(ctx, "model:write");
  return ctx.db.modelImport.findMany({
    where: { workspaceId: ctx.workspaceId },
    orderBy: { id: "desc" },
    select: { id: true, fileName: true, byteSize: true, state: true, createdAt: true },
    take: 50,
  });
}
