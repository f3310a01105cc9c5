import type { Model } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { ClassifierConfig } from "#lib/scouter/classifier-config.ts";
import type { Ctx } from "#lib/services/context.ts";
import { STATISTICS_IMAGES } from "#lib/services/explanations/check-needs.ts";
import type { ComputePool } from "#workers/compute/pool.ts";
import { openModelInputs } from "./model-inputs.ts";
import type { VersionItem } from "./version-images.ts";

/** What they are filed under. */
export const statisticsKind = (layer: string | null): string => (layer === null ? "iba" : `iba ${layer}`);

/**
 * Estimates, once per model, layer and version, the activation statistics IBA needs: over the version's training images,
 * because they describe the model, not the images it is explained on.
 * @throws AppError `invalid` when the version has no training images.
 */
export async function estimateStatistics(
  ctx: Ctx,
  work: {
    versionId: string;
    model: Model;
    /** null = the last one */
    layer: string | null;
    images: readonly VersionItem[];
    compute: ComputePool;
    signal: AbortSignal;
  },
): Promise<void> {
  const { versionId, model, layer, compute, signal } = work;
  const key = { modelId: model.id, versionId, kind: statisticsKind(layer) };
  if (await ctx.db.modelStatistic.findUnique({ where: { modelId_versionId_kind: key } })) return;

  const training = work.images.filter((image) => image.split === "train").slice(0, STATISTICS_IMAGES);
  if (training.length < 2) {
    throw new AppError(
      "invalid",
      'IBA estimates activation statistics on training images; this version has none: import some with the split "train", or leave IBA out.',
    );
  }
  const images = await openModelInputs(ctx.storage).batch(
    training.map((image) => image.sha256),
    ClassifierConfig.parse(model.config),
  );
  const file = { sha256: model.weightsSha256, weights: await ctx.storage.get(model.weightsSha256) };
  const { bytes } = await compute.run("iba-statistics", { model: file, layer, images }, { signal });
  const sha256 = await ctx.storage.put(bytes);
  await ctx.db.modelStatistic.createMany({
    data: { ...key, sha256, imageCount: training.length },
    skipDuplicates: true,
  });
}
