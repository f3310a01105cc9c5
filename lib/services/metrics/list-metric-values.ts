import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** One score of one map, as exported. */
export interface MetricValueRow {
  arm: string;
  explainer: string;
  model: string;
  target_rule: string;
  image: string;
  image_class: string | null;
  target_class: string;
  map: string;
  metric: string;
  profile: string;
  value: number | null;
  undefined_reason: string | null;
}

/** Every score of a run, arm by arm and image by image: what the metric table is computed from. @throws `not_found` */
export async function listMetricValues(ctx: Ctx, runId: string): Promise<MetricValueRow[]> {
  requireCan(ctx, "run:read");
  const run = await ctx.db.run.findFirst({
    where: { id: runId, workspaceId: ctx.workspaceId },
    select: { id: true },
  });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  return ctx.db.$queryRaw<MetricValueRow[]>`
    SELECT a."label" AS "arm", a."explainerId" AS "explainer", o."name" AS "model", a."targetRule" AS "target_rule",
           i."fileName" AS "image", c."name" AS "image_class", o."classNames"[m."target" + 1] AS "target_class",
           m."id" AS "map", v."metricId" AS "metric", v."profile", v."value", v."undefinedReason" AS "undefined_reason"
    FROM "RunArm" a JOIN "Model" o ON o."id" = a."modelId" JOIN "SaliencyMap" m ON m."armId" = a."id"
    JOIN "Image" i ON i."id" = m."imageId" LEFT JOIN "DatasetClass" c ON c."id" = i."classId"
    JOIN "MetricValue" v ON v."mapId" = m."id"
    WHERE a."runId" = ${runId}
    ORDER BY a."position", i."fileName", m."target", v."metricId"`;
}
