import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { judgedMetricIds } from "#lib/metrics/asks-model.ts";
import type { Ctx } from "../context.ts";

/** One score of one map, as exported. */
export interface MetricValueRow {
  arm: string;
  explainer: string;
  /** None for maps of an unknown model. */
  model: string | null;
  target_rule: string;
  image: string;
  image_class: string | null;
  target_class: string;
  map: string;
  metric: string;
  profile: string;
  /** The model that was asked; none where none was. */
  judge: string | null;
  /** "own": the model the map explains; "judge": one model for all maps; none where no model was asked. */
  protocol: "own" | "judge" | null;
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
  const judged = judgedMetricIds();
  return ctx.db.$queryRaw<MetricValueRow[]>`
    SELECT a."label" AS "arm", a."explainerId" AS "explainer",
           CASE WHEN a."explainsModel" THEN o."name" END AS "model", a."targetRule" AS "target_rule",
           i."fileName" AS "image", c."name" AS "image_class", o."classNames"[m."target" + 1] AS "target_class",
           m."id" AS "map", v."metricId" AS "metric", v."profile",
           CASE WHEN v."metricId" = ANY(${judged}) THEN j."name" END AS "judge",
           CASE WHEN v."metricId" <> ALL(${judged}) THEN NULL
                WHEN a."explainsModel" AND v."judgeId" = a."modelId" THEN 'own' ELSE 'judge' END AS "protocol",
           v."value", v."undefinedReason" AS "undefined_reason"
    FROM "RunArm" a JOIN "Model" o ON o."id" = a."modelId" JOIN "SaliencyMap" m ON m."armId" = a."id"
    JOIN "Image" i ON i."id" = m."imageId" LEFT JOIN "DatasetClass" c ON c."id" = i."classId"
    JOIN "MetricValue" v ON v."mapId" = m."id" JOIN "Model" j ON j."id" = v."judgeId"
    WHERE a."runId" = ${runId}
    ORDER BY a."position", i."fileName", m."target", v."metricId", v."judgeId" <> a."modelId", j."name"`;
}
