import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";

/** The models that maps added to a run may be said to explain: those that know the same classes in the same order. */
export async function listExplainableModels(
  ctx: Ctx,
  runId: string,
): Promise<{ id: string; name: string }[]> {
  requireCan(ctx, "run:read");
  const { workspaceId } = ctx;
  const arm = await ctx.db.runArm.findFirst({
    where: { runId, run: { workspaceId } },
    orderBy: { position: "asc" },
    select: { model: { select: { classNames: true } } },
  });
  if (!arm) return [];
  return ctx.db.model.findMany({
    where: { workspaceId, classNames: { equals: arm.model.classNames } },
    orderBy: { id: "asc" },
    select: { id: true, name: true },
  });
}
