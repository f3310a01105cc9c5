import { defineHandler } from "#lib/jobs/define-handler.ts";
import { evaluateShard } from "#lib/jobs/definitions/evaluate-shard.ts";
import { readFloat32 } from "#lib/services/explanations/read-float32.ts";
import { storeMetricValues } from "#lib/services/metrics/store-metric-values.ts";
import type { ComputePool } from "#workers/compute/pool.ts";
import { failsItsRun } from "./fails-its-run.ts";
import { groundTruth } from "./ground-truth.ts";
import { loadArm } from "./load-arm.ts";
import { openModelInputs } from "./model-inputs.ts";
import { showProgress } from "./show-progress.ts";
import { type VersionItem, versionImages } from "./version-images.ts";

/**
 * Scores the shard's maps that have no scores yet. A map is judged on the model it explains and for the class it
 * explains; controls are judged on the model their arm names.
 */
export const scoreMaps = (compute: ComputePool) =>
  defineHandler(
    evaluateShard,
    async ({ ctx, payload: { armId, imageIds }, job: { progress, signal } }) => {
      const maps = await ctx.db.saliencyMap.findMany({
        where: { armId, imageId: { in: imageIds }, metrics: { none: {} } },
        orderBy: { id: "asc" },
      });
      if (maps.length === 0) return;

      const { arm, run, model, config, file } = await loadArm(ctx.db, ctx.storage, armId);
      const ids = maps.map((map) => map.imageId);
      const byId = new Map(
        (await versionImages(ctx.db, run.versionId, ids)).map((item) => [item.imageId, item]),
      );
      const items = ids.map((id) => byId.get(id) as VersionItem);
      const images = await openModelInputs(ctx.storage).batch(
        items.map((item) => item.sha256),
        config,
      );
      const { scores, engine } = await compute.run(
        "evaluate",
        {
          model: file,
          explainerId: arm.explainerId,
          images,
          maps: maps.map(({ data, height, width }) => ({ data: readFloat32(data), height, width })),
          targets: maps.map((map) => map.target),
          trueClasses: items.map(({ className }) => classIndex(model.classNames, className)),
          truths: items.map((item) => groundTruth(item, config.inputSize)),
        },
        { signal, onProgress: showProgress(progress) },
      );
      const judged = { judgedOn: model.name, modelId: model.id, engine };
      const scored = maps.map(({ id, target }, index) => {
        const rows = scores[index].map(({ parameters, curve, ...score }) => ({
          ...score,
          parameters: { ...judged, target, ...parameters, ...(curve ? { curve } : {}) },
        }));
        return [id, rows] as const;
      });
      await storeMetricValues(ctx, { runId: run.id, scored: new Map(scored) });
    },
    failsItsRun,
  );

function classIndex(classNames: readonly string[], name: string | null): number | null {
  const index = name === null ? -1 : classNames.indexOf(name);
  return index < 0 ? null : index;
}
