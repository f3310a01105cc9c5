import type { Model } from "#lib/db/generated/client.ts";
import { ClassifierConfig } from "#lib/scouter/classifier-config.ts";
import type { Ctx } from "#lib/services/context.ts";
import { storePredictions } from "#lib/services/models/store-predictions.ts";
import type { ComputePool } from "#workers/compute/pool.ts";
import { openModelInputs } from "./model-inputs.ts";
import type { VersionItem } from "./version-images.ts";

/** Images decoded and sent to a process at a time: 32 inputs of 96 x 96 are 3.5 MB. */
const CHUNK = 32;

export interface PredictVersion {
  models: readonly Model[];
  images: readonly VersionItem[];
  compute: ComputePool;
  signal: AbortSignal;
  onProgress(done: number, total: number): Promise<void>;
}

/** Makes and stores each model's answer on each image that has none yet. */
export async function predictVersion(ctx: Ctx, work: PredictVersion): Promise<void> {
  const { models, images, compute, signal } = work;
  const known = new Set<string>();
  const rows = await ctx.db.prediction.findMany({
    where: { modelId: { in: models.map((m) => m.id) }, imageId: { in: images.map((i) => i.imageId) } },
    select: { modelId: true, imageId: true },
  });
  for (const row of rows) known.add(`${row.modelId}/${row.imageId}`);

  const files = new Map<string, { sha256: string; weights: Uint8Array }>();
  /** Read once, and only when an answer is missing. */
  const fileOf = async (sha256: string) => {
    const file = files.get(sha256) ?? { sha256, weights: await ctx.storage.get(sha256) };
    files.set(sha256, file);
    return file;
  };

  for (let start = 0; start < images.length; start += CHUNK) {
    const chunk = images.slice(start, start + CHUNK);
    const inputs = openModelInputs(ctx.storage);
    for (const model of models) {
      const missing = chunk.filter((image) => !known.has(`${model.id}/${image.imageId}`));
      if (missing.length === 0) continue;
      const batch = await inputs.batch(
        missing.map((image) => image.sha256),
        ClassifierConfig.parse(model.config),
      );
      const file = await fileOf(model.weightsSha256);
      const { logits } = await compute.run("predict", { model: file, images: batch }, { signal });
      await storePredictions(
        ctx,
        model.id,
        missing.map((image) => image.imageId),
        logits,
      );
    }
    await work.onProgress(Math.min(images.length, start + CHUNK), images.length);
  }
}
