import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { readFloat32 } from "./read-float32.ts";
import { requireMap } from "./require-map.ts";

export interface MapDetail {
  id: string;
  runId: string;
  imageId: string;
  arm: { id: string; label: string; explainerId: string; targetRule: string };
  model: { id: string; name: string };
  /** Class the map explains. */
  target: { index: number; name: string };
  height: number;
  width: number;
  /** Row-major, as the method gave them: not normalised. */
  values: number[];
  engine: string;
  elapsedMs: number;
  metrics: {
    metricId: string;
    profile: string;
    /** The model that was asked; for a score that asks none, the one the map explains. */
    judge: { id: string; name: string };
    value: number | null;
    undefinedReason: string | null;
    parameters: unknown;
  }[];
}

/** One saliency map in numbers, with its scores. @throws AppError `not_found` */
export async function getMap(ctx: Ctx, mapId: string): Promise<MapDetail> {
  requireCan(ctx, "run:read");
  const { id, imageId, arm, target, height, width, data, engine, elapsedMs, metrics } = await requireMap(
    ctx,
    mapId,
  );
  return {
    id,
    runId: arm.run.id,
    imageId,
    arm: { id: arm.id, label: arm.label, explainerId: arm.explainerId, targetRule: arm.targetRule },
    model: { id: arm.model.id, name: arm.model.name },
    target: { index: target, name: arm.model.classNames[target] ?? `class ${target}` },
    height,
    width,
    values: [...readFloat32(data)],
    engine,
    elapsedMs,
    metrics: metrics.map(({ mapId: _, judgeId: _j, ...metric }) => metric),
  };
}
