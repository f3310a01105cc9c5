import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import type { ModelSummary } from "./list-models.ts";

export interface ModelDetail extends ModelSummary {
  config: unknown;
  training: Record<string, unknown>;
  weightsSha256: string;
}

/** @throws AppError `not_found` */
export async function getModel(ctx: Ctx, modelId: string): Promise<ModelDetail> {
  requireCan(ctx, "model:read");
  const model = await ctx.db.model.findFirst({ where: { id: modelId, workspaceId: ctx.workspaceId } });
  if (!model) throw new AppError("not_found", "There is no such model in this workspace.");
  const { workspaceId: _, training, ...rest } = model;
  return { ...rest, training: training as Record<string, unknown> };
}
