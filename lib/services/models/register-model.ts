import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Model } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { insertModel, requireFreeName } from "./insert-model.ts";
import { readModelFacts } from "./read-model-facts.ts";

/** A file larger than this is not one of the models this version can run. */
export const MAX_WEIGHTS_BYTES = 512 * 1024 * 1024;

export const ModelName = z.string().trim().min(1, "Give the model a name.").max(120);

const RegisterModel = z.object({
  name: ModelName,
  weights: z.instanceof(Uint8Array),
  training: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Imports a model from a file that stands alone: safetensors or ONNX with its configuration in the metadata. The file is
 * checked before anything is stored.
 * @throws AppError `invalid` for a file that is not a model, `too_large`, `conflict` for a name in use.
 */
export async function registerModel(ctx: Ctx, input: unknown): Promise<Model> {
  const { name, weights, training } = RegisterModel.parse(input);
  requireCan(ctx, "model:write");
  if (weights.byteLength > MAX_WEIGHTS_BYTES) {
    throw new AppError("too_large", "The file is larger than 512 MB: no model of this version needs that.");
  }
  const facts = await readModelFacts(weights);
  await requireFreeName(ctx, name);
  const sha256 = await ctx.storage.put(weights);
  const file = { sha256, byteSize: weights.byteLength };
  return ctx.db.$transaction((tx) => insertModel(tx, ctx, { name, facts, weights: file, training }));
}
