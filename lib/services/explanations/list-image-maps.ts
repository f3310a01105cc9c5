import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { readTargetConfidence, type TargetConfidence } from "./read-target-confidence.ts";

export interface ImageMap {
  mapId: string;
  runId: string;
  runName: string;
  armLabel: string;
  targetRule: string;
  explainerId: string;
  modelName: string;
  targetName: string;
  engine: string;
  elapsedMs: number;
  confidence: TargetConfidence;
}

const LIMIT = 200;

/** Every explanation of one image, newest run first, in the order of the run's arms. */
export async function listImageMaps(ctx: Ctx, imageId: string): Promise<ImageMap[]> {
  requireCan(ctx, "run:read");
  const maps = await ctx.db.saliencyMap.findMany({
    where: { imageId, arm: { run: { workspaceId: ctx.workspaceId } } },
    orderBy: [{ arm: { runId: "desc" } }, { arm: { position: "asc" } }, { target: "asc" }],
    take: LIMIT,
    select: {
      id: true,
      target: true,
      engine: true,
      elapsedMs: true,
      arm: {
        select: {
          label: true,
          targetRule: true,
          explainerId: true,
          modelId: true,
          run: { select: { id: true, name: true, versionId: true } },
          model: { select: { name: true, classNames: true } },
        },
      },
    },
  });
  const confidences = await readTargetConfidence(
    ctx,
    maps.map(({ target, arm }) => ({
      modelId: arm.modelId,
      versionId: arm.run.versionId,
      imageId,
      target,
    })),
  );
  return maps.map(({ id, target, engine, elapsedMs, arm }, index) => ({
    mapId: id,
    runId: arm.run.id,
    runName: arm.run.name,
    armLabel: arm.label,
    targetRule: arm.targetRule,
    explainerId: arm.explainerId,
    modelName: arm.model.name,
    targetName: arm.model.classNames[target] ?? `class ${target}`,
    engine,
    elapsedMs,
    confidence: confidences[index],
  }));
}
