import { requireCan } from "#lib/auth/can.ts";
import type { ModelKind } from "#lib/db/generated/enums.ts";
import { BACKBONES } from "#lib/scouter/backbone/registry.ts";
import type { Ctx } from "../context.ts";

export interface TrainingChoices {
  versions: { id: string; label: string }[];
  /** Trained models that one can begin with. */
  models: { id: string; name: string; kind: ModelKind; backbone: string; inputSize: number }[];
  backbones: { id: string; inputSize: number }[];
}

const MAX_VERSIONS = 50;

/** What a training can be made of: frozen versions, models to begin with, networks. */
export async function listTrainingChoices(ctx: Ctx): Promise<TrainingChoices> {
  requireCan(ctx, "model:write");
  const [versions, models] = await Promise.all([
    ctx.db.datasetVersion.findMany({
      where: { dataset: { workspaceId: ctx.workspaceId } },
      orderBy: { frozenAt: "desc" },
      take: MAX_VERSIONS,
      select: { id: true, number: true, imageCount: true, dataset: { select: { name: true } } },
    }),
    ctx.db.model.findMany({
      where: {
        workspaceId: ctx.workspaceId,
        kind: { not: "onnx" },
        backbone: { in: BACKBONES.map(({ id }) => id) },
      },
      orderBy: { id: "desc" },
      select: { id: true, name: true, kind: true, backbone: true, inputSize: true },
    }),
  ]);
  return {
    versions: versions.map(({ id, number, imageCount, dataset }) => ({
      id,
      label: `${dataset.name} v${number} (${imageCount} images)`,
    })),
    models,
    backbones: BACKBONES.map(({ id, input }) => ({ id, inputSize: input.size })),
  };
}
