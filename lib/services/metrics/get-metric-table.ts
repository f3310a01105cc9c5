import { requireCan } from "#lib/auth/can.ts";
import { explainsOf } from "#lib/explain/explains-of.ts";
import { judgedMetricIds } from "#lib/metrics/asks-model.ts";
import type { Explains } from "#lib/metrics/define-metric.ts";
import { bootstrapMean } from "#lib/stats/bootstrap-mean.ts";
import type { Interval } from "#lib/stats/estimate.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Ctx } from "../context.ts";
import { groupBy } from "../group-by.ts";
import { judgedBy } from "./judged-by.ts";
import { keptResults } from "./kept-results.ts";
import { NO_MODEL, requireJudgedRun } from "./require-judged-run.ts";

/** The mean of one metric over the images of one arm; without an interval where it cannot be given. */
export interface MetricCell {
  estimate: Interval | null;
  /** Images with a value, and images where the metric is undefined. */
  defined: number;
  undefinedCount: number;
  /** The commonest reason for being undefined, or why there is no estimate. */
  reason: string | null;
}

export interface MetricTableArm {
  id: string;
  label: string;
  explainerId: string;
  targetRule: string;
  modelName: string;
  /** What its maps show of their class: see `directionFor`. */
  explains: Explains;
  /** Metric id -> cell. */
  cells: Record<string, MetricCell>;
}

export interface MetricTable {
  runId: string;
  runName: string;
  imageCount: number;
  mapCount: number;
  mapsScored: number;
  /** The model that was asked by every metric that asks one; null = the model each map explains. */
  judge: { id: string; name: string } | null;
  /** Definition profiles the values were computed under. */
  profiles: string[];
  metricIds: string[];
  arms: MetricTableArm[];
}

interface ScoreRow {
  armId: string;
  imageId: string;
  metricId: string;
  profile: string;
  value: number | null;
  undefinedReason: string | null;
}

/** Tables of finished runs never change, and their bootstrap is worth keeping. */
const finished = keptResults<MetricTable>(16);

/**
 * Method x metric: means over images with 95 % percentile bootstrap intervals that resample images, seeded by the
 * run's seed, so the same run gives the same table.
 *
 * @param options.judgeId a judge of the run, in place of the model each map explains
 * @throws AppError `not_found`
 */
export async function getMetricTable(
  ctx: Ctx,
  runId: string,
  { judgeId }: { judgeId?: string } = {},
): Promise<MetricTable> {
  requireCan(ctx, "run:read");
  const run = await requireJudgedRun(ctx, { runId, judgeId });
  const kept = finished.get(run.key);
  if (kept && run.isOver) return kept;

  const scores = await ctx.db.$queryRaw<ScoreRow[]>`
    SELECT m."armId" AS "armId", m."imageId" AS "imageId", v."metricId" AS "metricId", v."profile", v."value",
           v."undefinedReason" AS "undefinedReason"
    FROM "RunArm" a JOIN "SaliencyMap" m ON m."armId" = a."id" JOIN "MetricValue" v ON v."mapId" = m."id"
    WHERE a."runId" = ${run.id} AND ${judgedBy(run.judge?.id)}
    ORDER BY m."imageId", m."target"`;
  const cells = groupBy(scores, (row) => `${row.armId} ${row.metricId}`);
  const metricIds = [...new Set(scores.map((row) => row.metricId))];
  const table: MetricTable = {
    runId: run.id,
    runName: run.name,
    imageCount: run.imageIds.length,
    mapCount: run.mapCount,
    mapsScored: run.mapsScored,
    judge: run.judge,
    profiles: [...new Set(scores.map((row) => row.profile))],
    metricIds,
    arms: run.arms.map(({ id, label, explainerId, options, targetRule, explainsModel, model }) => ({
      id,
      label,
      explainerId,
      targetRule,
      modelName: explainsModel ? model.name : NO_MODEL,
      explains: explainsOf({ explainerId, options }),
      cells: Object.fromEntries(
        metricIds.map((metricId) => {
          const cell = summarise(cells.get(`${id} ${metricId}`) ?? [], run.seed);
          const isUnasked = !explainsModel && !run.judge && judgedMetricIds().includes(metricId);
          return [metricId, isUnasked ? { ...cell, reason: "no_model" } : cell];
        }),
      ),
    })),
  };
  if (run.isOver) finished.keep(run.key, table);
  return table;
}

function summarise(rows: readonly ScoreRow[], seed: number): MetricCell {
  const missing = rows.filter((row) => row.value === null);
  const estimate = bootstrapMean(
    rows.map((row) => row.value),
    { random: createRandom(seed).fork("metric-table") },
  );
  const defined = rows.length - missing.length;
  if (!("undefined" in estimate)) {
    return { estimate, defined, undefinedCount: missing.length, reason: commonest(missing) };
  }
  return {
    estimate: null,
    defined,
    undefinedCount: missing.length,
    reason: commonest(missing) ?? estimate.undefined,
  };
}

function commonest(rows: readonly ScoreRow[]): string | null {
  const counts = groupBy(rows, (row) => row.undefinedReason ?? "");
  return [...counts].sort((a, b) => b[1].length - a[1].length)[0]?.[0] ?? null;
}
