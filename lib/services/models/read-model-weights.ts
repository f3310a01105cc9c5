import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

const Which = z.union([z.strictObject({ modelId: z.string() }), z.strictObject({ name: z.string() })]);

export interface ModelWeights {
  id: string;
  name: string;
  weights: Uint8Array;
}

/** A model's file, by id or by name. @throws AppError `not_found` */
export async function readModelWeights(ctx: Ctx, input: unknown): Promise<ModelWeights> {
  const which = Which.parse(input);
  requireCan(ctx, "model:read");
  const model = await ctx.db.model.findFirst({
    where: { workspaceId: ctx.workspaceId, ...("name" in which ? which : { id: which.modelId }) },
    select: { id: true, name: true, weightsSha256: true },
  });
  if (!model) throw new AppError("not_found", "There is no such model in this workspace.");
  const { weightsSha256, ...rest } = model;
  return { ...rest, weights: await ctx.storage.get(weightsSha256) };
}
