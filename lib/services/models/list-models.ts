import { requireCan } from "#lib/auth/can.ts";
import type { ModelKind } from "#lib/db/generated/enums.ts";
import type { Ctx } from "../context.ts";

export interface ModelSummary {
  id: string;
  name: string;
  kind: ModelKind;
  backbone: string;
  inputSize: number;
  parameterCount: number;
  classNames: string[];
  createdAt: Date;
}

/** The models of the workspace, newest first. */
export async function listModels(ctx: Ctx): Promise<ModelSummary[]> {
  requireCan(ctx, "model:read");
  return ctx.db.model.findMany({
    where: { workspaceId: ctx.workspaceId },
    orderBy: { id: "desc" },
    select: {
      id: true,
      name: true,
      kind: true,
      backbone: true,
      inputSize: true,
      parameterCount: true,
      classNames: true,
      createdAt: true,
    },
  });
}
