import { defineHandler } from "#lib/jobs/define-handler.ts";
import { explainPrepare } from "#lib/jobs/definitions/explain-prepare.ts";
import { finishRunIfComplete } from "#lib/services/explanations/finish-run.ts";
import { lockRunningRun } from "#lib/services/explanations/lock-run.ts";
import { isHeldOut } from "#lib/services/explanations/pick-images.ts";
import { planShards } from "#lib/services/explanations/plan-shards.ts";
import { findSimilarityModel } from "#lib/services/explanations/similarity-model.ts";
import { storeSimilarity } from "#lib/services/explanations/store-similarity.ts";
import { requestClassificationReports } from "#lib/services/models/request-classification-report.ts";
import type { ComputePool } from "#workers/compute/pool.ts";
import { describeArms } from "./describe-arms.ts";
import { estimateStatistics } from "./estimate-statistics.ts";
import { failsItsRun } from "./fails-its-run.ts";
import { predictVersion } from "./predict-version.ts";
import { versionImages } from "./version-images.ts";

/** Room for the many small inserts of a large plan. */
const PLAN_TIMEOUT_MS = 60_000;

/** Everything shards share, each piece made once; then the shards themselves. Safe to repeat at any point. */
export const prepareRun = (compute: ComputePool) =>
  defineHandler(
    explainPrepare,
    async ({ ctx, payload: { runId }, job: { progress, signal } }) => {
      const { db } = ctx;
      await db.run.updateMany({
        where: { id: runId, state: "queued" },
        data: { state: "running", startedAt: ctx.clock() },
      });
      const run = await db.run.findUniqueOrThrow({
        where: { id: runId },
        include: { arms: { include: { model: true }, orderBy: { position: "asc" } } },
      });
      if (run.state !== "running") return;

      const images = await versionImages(db, run.versionId);
      const armModels = run.arms.map((arm) => arm.model);
      const similarityModel = await findSimilarityModel(db, run.workspaceId, armModels);
      const named = similarityModel ? [...armModels, similarityModel] : armModels;
      const models = [...new Map(named.map((model) => [model.id, model])).values()];
      await predictVersion(ctx, {
        models,
        images,
        compute,
        signal,
        onProgress: (done, total) => progress(done, total, "predictions"),
      });
      if (similarityModel && !run.similarity) {
        await storeSimilarity(ctx, runId, similarityModel, images.filter(isHeldOut));
      }
      const arms = await describeArms(ctx, run.arms, compute, signal);
      for (const { model, statistics } of arms) {
        if (!statistics) continue;
        await estimateStatistics(ctx, {
          versionId: run.versionId,
          model,
          layer: statistics.layer,
          images,
          compute,
          signal,
        });
      }
      const costs = new Map(arms.map((arm) => [arm.id, arm.forwards]));
      await db.$transaction(
        async (tx) => {
          await lockRunningRun(tx, runId);
          await planShards(tx, runId, costs);
          await requestClassificationReports(tx, run.workspaceId, {
            versionId: run.versionId,
            modelIds: models.map((model) => model.id),
          });
          await finishRunIfComplete(tx, runId, ctx.clock());
        },
        { timeout: PLAN_TIMEOUT_MS },
      );
    },
    failsItsRun,
  );
