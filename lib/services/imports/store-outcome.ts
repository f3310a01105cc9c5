import path from "node:path";
import type { DatasetImportState } from "#lib/db/generated/enums.ts";
import { removeUploads } from "#lib/storage/upload-file.ts";
import type { Ctx } from "../context.ts";
import type { ImportReport } from "../datasets/import-report.ts";
import { requestComparison } from "../duplicates/request-comparison.ts";
import { uploadsOf } from "./uploads-of.ts";

interface Job {
  importId: string;
  /** What comes of an earlier look is dropped. */
  revision: number;
}

/** Keeps what a dry run found: the import can begin. */
export async function storeFindings(ctx: Ctx, job: Job, findings: ImportReport): Promise<void> {
  await finish(ctx, job, { state: "ready", findings: findings as object });
}

/**
 * Keeps what an import did, and has the new images compared with the others. What was sent for it is in the data set now and
 * is removed.
 */
export async function storeResult(ctx: Ctx, job: Job, result: ImportReport): Promise<void> {
  const isOurs = await finish(ctx, job, {
    state: "succeeded",
    result: result as object,
    finishedAt: ctx.clock(),
  });
  if (!isOurs) return;
  await removeUploads(path.join(uploadsOf(ctx, job.importId), "files"));
  await ctx.db.importFile.deleteMany({ where: { importId: job.importId } });
  if (result.added > 0 && result.datasetId) await requestComparison(ctx, { datasetId: result.datasetId });
}

export async function storeFailure(ctx: Ctx, job: Job, error: string): Promise<void> {
  await finish(ctx, job, { state: "failed", error, finishedAt: ctx.clock() });
}

interface Outcome {
  state: DatasetImportState;
  findings?: object;
  result?: object;
  error?: string;
  finishedAt?: Date;
}

async function finish(ctx: Ctx, { importId, revision }: Job, data: Outcome): Promise<boolean> {
  const { count } = await ctx.db.datasetImport.updateMany({
    where: { id: importId, revision, state: { in: ["inspecting", "importing"] } },
    data,
  });
  return count > 0;
}
