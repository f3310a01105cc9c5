import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { type ImportSummary, summaryOf } from "./import-detail.ts";

const LISTED = 50;

/** Imports of the workspace, or of one of its data sets, the newest first: fifty at most. */
export async function listImports(ctx: Ctx, datasetId?: string): Promise<ImportSummary[]> {
  requireCan(ctx, "dataset:write");
  const rows = await ctx.db.datasetImport.findMany({
    where: { workspaceId: ctx.workspaceId, ...(datasetId ? { datasetId } : {}) },
    orderBy: { id: "desc" },
    take: LISTED,
  });
  return rows.map(summaryOf);
}
