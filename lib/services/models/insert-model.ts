import type { Tx } from "#lib/db/client.ts";
import type { Model, Prisma } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import type { ModelFacts } from "./read-model-facts.ts";

export interface NewModel {
  name: string;
  facts: ModelFacts;
  weights: { sha256: string; byteSize: number };
  training?: Record<string, unknown>;
}

export const nameTaken = (name: string): AppError =>
  new AppError("conflict", `A model named "${name}" is in this workspace already: choose another name.`);

/** Whether a name is free; `insertModel` decides. @throws AppError `conflict` */
export async function requireFreeName(ctx: Ctx, name: string): Promise<void> {
  const where = { workspaceId_name: { workspaceId: ctx.workspaceId, name } };
  if (await ctx.db.model.findUnique({ where, select: { id: true } })) throw nameTaken(name);
}

/** Writes the rows of a model whose file is in storage. @throws AppError `conflict` for a name in use */
export async function insertModel(
  tx: Tx,
  ctx: Ctx,
  { name, facts, weights, training = {} }: NewModel,
): Promise<Model> {
  await tx.blob.createMany({
    data: { ...weights, mediaType: "application/octet-stream" },
    skipDuplicates: true,
  });
  const { config, ...columns } = facts;
  const [model] = await tx.model.createManyAndReturn({
    data: {
      id: newId(),
      workspaceId: ctx.workspaceId,
      name,
      ...columns,
      config: config as unknown as Prisma.InputJsonObject,
      weightsSha256: weights.sha256,
      training: training as Prisma.InputJsonObject,
    },
    skipDuplicates: true,
  });
  if (!model) throw nameTaken(name);
  const details = { name, kind: config.kind, weightsSha256: weights.sha256 };
  await audit(tx, ctx, "model.register", `model:${model.id}`, details);
  return model;
}
