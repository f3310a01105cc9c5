import { defineHandler } from "#lib/jobs/define-handler.ts";
import { evaluateShard } from "#lib/jobs/definitions/evaluate-shard.ts";
import { storeMetricValues } from "#lib/services/metrics/store-metric-values.ts";
import type { ComputePool } from "#workers/compute/pool.ts";
import { failsItsRun } from "./fails-its-run.ts";
import { requireRunningArm } from "./load-arm.ts";
import { scoreMapsOn } from "./score-maps.ts";
import { showProgress } from "./show-progress.ts";

/**
 * Scores the shard's maps that have no scores yet. A map is judged on the model it explains and for the class it
 * explains; controls are judged on the model their arm names. Maps that explain no model here are asked what asks none.
 */
export const scoreMaps = (compute: ComputePool) =>
  defineHandler(
    evaluateShard,
    async ({ ctx, payload: { armId, imageIds }, job: { progress, signal } }) => {
      const { arm, run, model } = await requireRunningArm(ctx.db, armId);
      const maps = await ctx.db.saliencyMap.findMany({
        where: { armId, imageId: { in: imageIds }, metrics: { none: { judgeId: model.id } } },
        orderBy: { id: "asc" },
      });
      if (maps.length === 0) return;
      const scored = await scoreMapsOn(ctx, {
        run,
        arm: { ...arm, model },
        maps,
        judge: model,
        metrics: arm.explainsModel ? "all" : "of-map",
        compute,
        signal,
        onProgress: showProgress(progress),
      });
      await storeMetricValues(ctx, { runId: run.id, ...scored });
    },
    failsItsRun,
  );
