import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { meanInterval } from "#lib/stats/mean-interval.ts";
import type { Ctx } from "../context.ts";
import { groupBy } from "../group-by.ts";
import { judgedBy } from "./judged-by.ts";
import { keptResults } from "./kept-results.ts";
import { requireJudgedRun } from "./require-judged-run.ts";

/** The mean over images at one step, with its 95 % Student interval; without one where a single image has a curve. */
export interface CurvePoint {
  mean: number;
  low: number | null;
  high: number | null;
}

/** The mean over images of one arm's curves, point by point at equal steps from 0 to the whole path. */
export interface ArmCurve {
  armId: string;
  label: string;
  explainerId: string;
  /** Which class its curves follow, as a rule, and the model that was asked. */
  targetRule: string;
  askedModelId: string;
  /** Empty where no curve was kept. */
  points: CurvePoint[];
  /** Maps with a curve. */
  n: number;
}

const GetMetricCurves = z.object({
  runId: z.string(),
  metricId: z.string(),
  /** Only this arm. */
  armId: z.string().optional(),
  /** A judge of the run, in place of the model each map explains. */
  judgeId: z.string().optional(),
});

interface PointRow {
  armId: string;
  step: number;
  mean: number;
  sd: number | null;
  n: number;
}

/** Those of finished runs never change. */
const finished = keptResults<ArmCurve[]>(32);

/**
 * The curves that a metric is the area under, averaged over the images of each arm. Averaged by the database, so that memory does not
 * grow with the run. Scores made before curves were kept have none.
 * @throws AppError `not_found`
 */
export async function getMetricCurves(ctx: Ctx, input: unknown): Promise<ArmCurve[]> {
  requireCan(ctx, "run:read");
  const { runId, metricId, armId, judgeId } = GetMetricCurves.parse(input);
  const run = await requireJudgedRun(ctx, { runId, judgeId });
  const arms = run.arms.filter(({ id }) => armId === undefined || id === armId);
  const key = `${run.key} ${metricId} ${armId ?? ""}`;
  const kept = finished.get(key);
  if (kept && run.isOver) return kept;
  const rows = await ctx.db.$queryRaw<PointRow[]>`
    SELECT m."armId", p.step::int AS "step", avg(p.y::float8) AS "mean", stddev_samp(p.y::float8) AS "sd",
           count(*)::int AS "n"
    FROM "RunArm" a JOIN "SaliencyMap" m ON m."armId" = a."id" JOIN "MetricValue" v ON v."mapId" = m."id"
    CROSS JOIN LATERAL jsonb_array_elements_text(v."parameters"->'curve') WITH ORDINALITY AS p(y, step)
    WHERE a."id" = ANY(${arms.map(({ id }) => id)}) AND v."metricId" = ${metricId} AND ${judgedBy(judgeId)}
    GROUP BY 1, 2 ORDER BY 1, 2`;
  const byArm = groupBy(rows, (row) => row.armId);
  const curves = arms.map(({ id, label, explainerId, targetRule, modelId }) => {
    const points = byArm.get(id) ?? [];
    return {
      armId: id,
      label,
      explainerId,
      targetRule,
      askedModelId: run.judge?.id ?? modelId,
      points: points.map(toPoint),
      n: points[0]?.n ?? 0,
    };
  });
  if (run.isOver) finished.keep(key, curves);
  return curves;
}

function toPoint({ mean, sd, n }: PointRow): CurvePoint {
  const interval = meanInterval({ mean, sd, n });
  return "value" in interval
    ? { mean, low: interval.low, high: interval.high }
    : { mean, low: null, high: null };
}
