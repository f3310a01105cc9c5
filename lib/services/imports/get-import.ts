import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import type { ImportReport } from "../datasets/import-report.ts";
import { type ImportDetail, summaryOf, workOf } from "./import-detail.ts";
import { requireImport } from "./require-import.ts";

/** An import as it stands. @throws AppError `not_found` */
export async function getImport(ctx: Ctx, importId: string): Promise<ImportDetail> {
  requireCan(ctx, "dataset:write");
  const row = await requireImport(ctx.db, ctx, importId);
  const isAtWork = row.state === "inspecting" || row.state === "importing";
  const job = isAtWork && row.jobId ? await ctx.db.job.findUnique({ where: { id: row.jobId } }) : null;
  const { format, newClasses, findings, result, error, startedAt, finishedAt } = row;
  return {
    ...summaryOf(row),
    format,
    newClasses,
    received: row.state === "uploading" ? await countReceived(ctx, importId) : null,
    findings: findings as ImportReport | null,
    result: result as ImportReport | null,
    error,
    startedAt,
    finishedAt,
    work: job ? workOf(job, ctx.clock()) : null,
  };
}

async function countReceived(ctx: Ctx, importId: string): Promise<number> {
  const { _sum } = await ctx.db.importFile.aggregate({ where: { importId }, _sum: { received: true } });
  return Number(_sum.received ?? 0);
}
