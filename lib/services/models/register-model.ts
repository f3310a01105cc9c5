import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Model, ModelKind, Prisma } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

/** A file larger than this is not one of the models this version can run. */
export const MAX_WEIGHTS_BYTES = 512 * 1024 * 1024;

const RegisterModel = z.object({
  name: z.string().trim().min(1, "Give the model a name.").max(120),
  weights: z.instanceof(Uint8Array),
  training: z.record(z.string(), z.unknown()).default({}),
});

export const KINDS: Record<string, ModelKind> = {
  fc: "fc",
  "scouter+": "scouter_plus",
  "scouter-": "scouter_minus",
};

/**
 * Imports a model from a safetensors file whose metadata hold its configuration. The file is checked before anything
 * is stored. @throws AppError `invalid` for a file that is not a model, `too_large`, `conflict` for a name in use.
 */
export async function registerModel(ctx: Ctx, input: unknown): Promise<Model> {
  const { name, weights, training } = RegisterModel.parse(input);
  requireCan(ctx, "model:write");
  if (weights.byteLength > MAX_WEIGHTS_BYTES) {
    throw new AppError(
      "too_large",
      "The weights file is larger than 512 MB: no model of this version needs that.",
    );
  }
  // It knows the network's shapes and so brings the maths along: the site loads it for this alone.
  const { readModelFile } = await import("#lib/scouter/model-file.ts");
  const { parameterCount } = await import("#lib/scouter/parameters.ts");
  const { config } = readModelFile(weights);
  const taken = () =>
    new AppError("conflict", `A model named "${name}" is in this workspace already: choose another name.`);
  const where = { workspaceId_name: { workspaceId: ctx.workspaceId, name } };
  if (await ctx.db.model.findUnique({ where, select: { id: true } })) throw taken();

  const weightsSha256 = await ctx.storage.put(weights);
  return ctx.db.$transaction(async (tx) => {
    await tx.blob.createMany({
      data: { sha256: weightsSha256, byteSize: weights.byteLength, mediaType: "application/octet-stream" },
      skipDuplicates: true,
    });
    const [model] = await tx.model.createManyAndReturn({
      data: {
        id: newId(),
        workspaceId: ctx.workspaceId,
        name,
        kind: KINDS[config.kind],
        backbone: config.backbone,
        inputSize: config.inputSize,
        parameterCount: parameterCount(config),
        classNames: config.classNames,
        config: config as unknown as Prisma.InputJsonObject,
        weightsSha256,
        training: training as Prisma.InputJsonObject,
      },
      skipDuplicates: true,
    });
    if (!model) throw taken();
    await audit(tx, ctx, "model.register", `model:${model.id}`, { name, kind: config.kind, weightsSha256 });
    return model;
  });
}
