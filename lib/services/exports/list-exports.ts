import { requireCan } from "#lib/auth/can.ts";
import type { JobState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import type { ExportReport } from "#lib/formats/writers/export-report.ts";
import type { Ctx } from "../context.ts";
import { type Page, type PageRequest, toPage } from "../keyset.ts";

export interface ExportSummary {
  id: string;
  format: string;
  versionNumber: number | null;
  split: string | null;
  className: string | null;
  pictures: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  byteSize: number | null;
  report: ExportReport | null;
  state: JobState;
  done: number;
  total: number;
  error: string | null;
}

const PAGE_SIZE = 20;

/** Exports of a data set, newest first, with how far each is. @throws AppError `not_found` */
export async function listExports(
  ctx: Ctx,
  datasetId: string,
  request: PageRequest = {},
): Promise<Page<ExportSummary>> {
  requireCan(ctx, "dataset:export");
  const dataset = await ctx.db.dataset.findFirst({
    where: { id: datasetId, workspaceId: ctx.workspaceId },
    select: { id: true },
  });
  if (!dataset) throw new AppError("not_found", "There is no such data set in this workspace.");
  const { after, before } = request;
  const rows = await ctx.db.datasetExport.findMany({
    where: {
      datasetId,
      OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.clock() } }],
      ...(before ? { id: { gt: before } } : after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: before ? "asc" : "desc" },
    take: PAGE_SIZE + 1,
  });
  const jobs = await ctx.db.job.findMany({
    where: { id: { in: rows.map(({ jobId }) => jobId) } },
    select: { id: true, state: true, done: true, total: true, error: true },
  });
  const jobOf = new Map(jobs.map((job) => [job.id, job]));
  const summaries = rows.map((row): ExportSummary => {
    const { id, format, versionNumber, split, className, pictures, createdAt, expiresAt } = row;
    const job = jobOf.get(row.jobId);
    return {
      id,
      format,
      versionNumber,
      split,
      className,
      pictures,
      createdAt,
      expiresAt,
      byteSize: row.byteSize === null ? null : Number(row.byteSize),
      report: row.report as ExportReport | null,
      state: row.sha256 === null ? (job?.state ?? "failed") : "succeeded",
      done: job?.done ?? 0,
      total: job?.total ?? 0,
      error: job?.error ?? null,
    };
  });
  return toPage(summaries, PAGE_SIZE, request, ({ id }) => id);
}
