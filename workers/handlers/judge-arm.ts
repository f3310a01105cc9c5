import { AppError } from "#lib/errors.ts";
import { defineHandler } from "#lib/jobs/define-handler.ts";
import { judgeArm } from "#lib/jobs/definitions/judge-arm.ts";
import { judgedMetricIds } from "#lib/metrics/asks-model.ts";
import type { Ctx } from "#lib/services/context.ts";
import { failJudge } from "#lib/services/metrics/fail-judge.ts";
import { requireJudging } from "#lib/services/metrics/lock-judge.ts";
import { storeJudgements } from "#lib/services/metrics/store-judgements.ts";
import type { ComputePool } from "#workers/compute/pool.ts";
import { scoreMapsOn } from "./score-maps.ts";

/** Maps judged and stored at a time: a killed worker repeats at most this much. */
const CHUNK = 8;

/** Judges the maps of an arm that the judge has not judged yet, by the metrics that ask a model. */
export const judgeMaps = (compute: ComputePool) =>
  defineHandler(
    judgeArm,
    async ({ ctx, payload: { runId, armId, modelId }, job: { progress, gotFurther, signal } }) => {
      const { arm, judge } = await load(ctx, armId, modelId);
      requireJudging(await ctx.db.runJudge.findUnique({ where: { runId_modelId: { runId, modelId } } }));
      const unjudged = {
        armId,
        metrics: { none: { judgeId: modelId, metricId: { in: judgedMetricIds() } } },
      };
      const total = await ctx.db.saliencyMap.count({ where: unjudged });
      for (let done = 0; ; ) {
        const maps = await ctx.db.saliencyMap.findMany({
          where: unjudged,
          orderBy: { id: "asc" },
          take: CHUNK,
        });
        if (maps.length === 0) return;
        const { run } = arm;
        const scored = await scoreMapsOn(ctx, {
          run,
          arm,
          maps,
          judge,
          metrics: "of-model",
          compute,
          signal,
        });
        await storeJudgements(ctx, { runId, ...scored });
        done += maps.length;
        await gotFurther();
        await progress(Math.min(done, total), total);
      }
    },
    { onFailed: ({ ctx, payload, message }) => failJudge(ctx, payload, message) },
  );

async function load({ db }: Ctx, armId: string, modelId: string) {
  const [arm, judge] = await Promise.all([
    db.runArm.findUnique({ where: { id: armId }, include: { run: true, model: true } }),
    db.model.findUnique({ where: { id: modelId } }),
  ]);
  if (!arm || !judge) throw new AppError("not_found", "This run or its judge no longer exists.");
  return { arm, judge };
}
