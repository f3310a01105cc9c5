import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { softmax } from "#lib/explain/softmax.ts";
import type { Ctx } from "../context.ts";
import { readFloat32 } from "./read-float32.ts";
import { readTargetConfidence, type TargetConfidence } from "./read-target-confidence.ts";

/** One class the model knows. */
export interface ContextClass {
  index: number;
  name: string;
  /** On this image; null before the model answered. */
  probability: number | null;
  /** A map of this class by the same method and model in the same run, the one asked about for its own class. */
  mapId: string | null;
}

/** What a map stands among: its run, how sure its model is, and its siblings. */
export interface MapContext {
  run: { id: string; name: string };
  confidence: TargetConfidence;
  /** By falling probability; by index before the model answered. */
  classes: ContextClass[];
}

/** @throws AppError `not_found` */
export async function getMapContext(ctx: Ctx, mapId: string): Promise<MapContext> {
  requireCan(ctx, "run:read");
  const map = await ctx.db.saliencyMap.findFirst({
    where: { id: mapId, arm: { run: { workspaceId: ctx.workspaceId } } },
    select: {
      id: true,
      imageId: true,
      target: true,
      arm: {
        select: {
          explainerId: true,
          modelId: true,
          model: { select: { classNames: true } },
          run: { select: { id: true, name: true, versionId: true } },
        },
      },
    },
  });
  if (!map) throw new AppError("not_found", "There is no such saliency map in this workspace.");
  const { arm, imageId, target } = map;
  const { modelId, explainerId, run } = arm;
  const [[confidence], answer, siblings] = await Promise.all([
    readTargetConfidence(ctx, [{ modelId, versionId: run.versionId, imageId, target }]),
    ctx.db.prediction.findUnique({ where: { modelId_imageId: { modelId, imageId } } }),
    ctx.db.saliencyMap.findMany({
      where: { imageId, arm: { runId: run.id, explainerId, modelId } },
      orderBy: { id: "desc" },
      select: { id: true, target: true },
    }),
  ]);
  const probabilities = answer ? softmax(readFloat32(answer.logits)) : null;
  const maps = new Map([...siblings, map].map((one) => [one.target, one.id]));
  const classes = arm.model.classNames.map((name, index) => ({
    index,
    name,
    probability: probabilities?.[index] ?? null,
    mapId: maps.get(index) ?? null,
  }));
  classes.sort((a, b) => (b.probability ?? 0) - (a.probability ?? 0) || a.index - b.index);
  return { run: { id: run.id, name: run.name }, confidence, classes };
}
