import { statisticsLayer } from "#lib/explain/information/iba-statistics.ts";
import { defineHandler } from "#lib/jobs/define-handler.ts";
import { explainShard } from "#lib/jobs/definitions/explain-shard.ts";
import type { Ctx } from "#lib/services/context.ts";
import { storeMaps } from "#lib/services/explanations/store-maps.ts";
import type { ComputePool } from "#workers/compute/pool.ts";
import { statisticsKind } from "./estimate-statistics.ts";
import { failsItsRun } from "./fails-its-run.ts";
import { groundTruth } from "./ground-truth.ts";
import { type LoadedArm, loadArm } from "./load-arm.ts";
import { openModelInputs } from "./model-inputs.ts";
import { resolveTargets } from "./resolve-targets.ts";
import { showProgress } from "./show-progress.ts";
import { versionImages } from "./version-images.ts";

/** Makes the maps of one arm that are still missing among the shard's images. */
export const makeMaps = (compute: ComputePool) =>
  defineHandler(
    explainShard,
    async ({ ctx, payload: { armId, imageIds }, job: { progress, signal } }) => {
      const made = await ctx.db.saliencyMap.findMany({
        where: { armId, imageId: { in: imageIds } },
        select: { imageId: true },
      });
      const known = new Set(made.map((map) => map.imageId));
      const missing = imageIds.filter((id) => !known.has(id));
      if (missing.length === 0) return;

      const loaded = await loadArm(ctx.db, ctx.storage, armId);
      const { arm, run, config, file } = loaded;
      const items = await versionImages(ctx.db, run.versionId, missing);
      const tasks = await resolveTargets(ctx, loaded, items);
      const images = await openModelInputs(ctx.storage).batch(
        tasks.map(({ item }) => item.sha256),
        config,
      );
      const { maps, elapsedMs, engine } = await compute.run(
        "explain",
        {
          model: file,
          explainerId: arm.explainerId,
          options: arm.options,
          images,
          targets: tasks.map((task) => task.target),
          seed: arm.seed ?? run.seed,
          truths: tasks.map(({ item }) => groundTruth(item, config.inputSize)),
          statistics: await readStatistics(ctx, loaded),
        },
        { signal, onProgress: showProgress(progress) },
      );
      await storeMaps(ctx, {
        runId: run.id,
        armId,
        engine,
        maps: tasks.map(({ item, target }, index) => ({
          imageId: item.imageId,
          target,
          map: maps[index],
          elapsedMs,
        })),
      });
    },
    failsItsRun,
  );

/** Those that were estimated for this model, if a method of the run wants any. */
async function readStatistics(ctx: Ctx, { arm, run, model }: LoadedArm): Promise<Uint8Array | null> {
  const kind = statisticsKind(statisticsLayer(arm.options));
  const row = await ctx.db.modelStatistic.findUnique({
    where: { modelId_versionId_kind: { modelId: model.id, versionId: run.versionId, kind } },
  });
  return row && ctx.storage.get(row.sha256);
}
