import type { Model, Run, SaliencyMap } from "#lib/db/generated/client.ts";
import { explainsOf } from "#lib/explain/explains-of.ts";
import { ClassifierConfig } from "#lib/scouter/classifier-config.ts";
import type { Ctx } from "#lib/services/context.ts";
import { readFloat32 } from "#lib/services/explanations/read-float32.ts";
import type { ScoredMaps } from "#lib/services/metrics/insert-metric-values.ts";
import type { ComputePool } from "#workers/compute/pool.ts";
import type { AskedMetrics } from "#workers/compute/protocol.ts";
import { groundTruth } from "./ground-truth.ts";
import { openModelInputs } from "./model-inputs.ts";
import { type VersionItem, versionImages } from "./version-images.ts";

export interface ScoreMaps {
  run: Pick<Run, "versionId">;
  arm: { explainerId: string; options: unknown; model: Pick<Model, "classNames"> };
  maps: readonly SaliencyMap[];
  /** The model that is asked. */
  judge: Model;
  metrics: AskedMetrics;
  compute: ComputePool;
  signal: AbortSignal;
  onProgress?(done: number, total: number): void;
}

/** Scores maps of one arm on one model, for the class of the same name. */
export async function scoreMapsOn(ctx: Ctx, work: ScoreMaps): Promise<ScoredMaps> {
  const { run, arm, maps, judge, metrics, compute, signal, onProgress } = work;
  const config = ClassifierConfig.parse(judge.config);
  const byId = new Map(
    (
      await versionImages(
        ctx.db,
        run.versionId,
        maps.map((map) => map.imageId),
      )
    ).map((item) => [item.imageId, item]),
  );
  const items = maps.map((map) => byId.get(map.imageId) as VersionItem);
  const images = await openModelInputs(ctx.storage).batch(
    items.map((item) => item.sha256),
    config,
  );
  const targets = maps.map(({ target }) => judge.classNames.indexOf(arm.model.classNames[target]));
  const weights = await ctx.storage.get(judge.weightsSha256);
  const { scores, engine } = await compute.run(
    "evaluate",
    {
      model: { sha256: judge.weightsSha256, weights },
      images,
      maps: maps.map(({ data, height, width }) => ({ data: readFloat32(data), height, width })),
      targets,
      truths: items.map((item) => groundTruth(item, config.inputSize)),
      metrics,
    },
    { signal, onProgress },
  );
  const judged = { judgedOn: judge.name, modelId: judge.id, engine, explains: explainsOf(arm) };
  const scored = maps.map(({ id }, index) => {
    const rows = scores[index].map(({ parameters, ...score }) => ({
      ...score,
      parameters: { ...judged, target: targets[index], ...parameters },
    }));
    return [id, rows] as const;
  });
  return { judgeId: judge.id, scored: new Map(scored) };
}
