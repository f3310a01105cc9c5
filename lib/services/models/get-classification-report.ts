import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { ClassificationReport } from "#lib/metrics/classification/report.ts";
import type { Ctx } from "../context.ts";

/** A split that a model has a report on. */
export interface ReportedSplit {
  versionId: string;
  datasetName: string;
  versionNumber: number;
  /** SHA-256 over the frozen images, classes, splits and regions. */
  versionHash: string;
  split: string;
  imageCount: number;
  /** Images of the split without a class that the model knows. */
  leftOut: number;
  computedAt: Date;
}

export interface ModelClassification {
  /** Every split with a report: newest version first, held-out splits before "train". */
  splits: ReportedSplit[];
  /** The split asked for, else the first; null before any report. */
  shown: (ReportedSplit & { report: ClassificationReport }) | null;
}

/**
 * How well a model classifies, as computed from its stored answers. Reads what a worker stored; computes nothing.
 * @throws AppError `not_found` for a model of another workspace, or a split without a report
 */
export async function getClassificationReport(
  ctx: Ctx,
  { modelId, versionId, split }: { modelId: string; versionId?: string; split?: string },
): Promise<ModelClassification> {
  requireCan(ctx, "model:read");
  const where = { id: modelId, workspaceId: ctx.workspaceId };
  if (!(await ctx.db.model.findFirst({ where, select: { id: true } }))) {
    throw new AppError("not_found", "There is no such model in this workspace.");
  }
  const splits = await listReportedSplits(ctx, modelId);
  const chosen = splits.find(
    (one) => (!versionId || one.versionId === versionId) && (!split || one.split === split),
  );
  if (!chosen) {
    if (!versionId && !split) return { splits, shown: null };
    throw new AppError(
      "not_found",
      "This model has no report on that split: a run on its version makes one.",
    );
  }
  const { results } = await ctx.db.classificationReport.findUniqueOrThrow({
    where: { modelId_versionId_split: { modelId, versionId: chosen.versionId, split: chosen.split } },
    select: { results: true },
  });
  return { splits, shown: { ...chosen, report: ClassificationReport.parse(results) } };
}

function listReportedSplits(ctx: Ctx, modelId: string): Promise<ReportedSplit[]> {
  return ctx.db.$queryRaw<ReportedSplit[]>`
    SELECT r."versionId", d."name" AS "datasetName", v."number" AS "versionNumber", v."hash" AS "versionHash",
           r."split", r."imageCount", r."leftOut", r."computedAt"
    FROM "ClassificationReport" r
    JOIN "DatasetVersion" v ON v."id" = r."versionId" JOIN "Dataset" d ON d."id" = v."datasetId"
    WHERE r."modelId" = ${modelId} AND d."workspaceId" = ${ctx.workspaceId}
    ORDER BY v."id" DESC, r."split" = 'test' DESC, r."split" <> 'train' DESC, r."split"`;
}
