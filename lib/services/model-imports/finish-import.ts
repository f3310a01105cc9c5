import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Model } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { insertModel } from "../models/insert-model.ts";
import { factsOf, type ModelFacts } from "../models/read-model-facts.ts";
import { ModelName } from "../models/register-model.ts";
import type { ImportFindings } from "./findings.ts";
import { releaseFile } from "./release-file.ts";
import { requireImport } from "./require-import.ts";

const FinishImport = z.object({ importId: z.string(), name: ModelName });

function readyFacts(findings: ImportFindings | null): ModelFacts | null {
  if (findings?.type === "own") return findings.facts;
  if (findings?.config) return factsOf(findings.config, findings.facts.parameterCount);
  return null;
}

/**
 * Makes a model of an import that is ready. @throws AppError `conflict` for one that is not, and for a name in use; `not_found`
 */
export async function finishImport(ctx: Ctx, input: unknown): Promise<Model> {
  const { importId, name } = FinishImport.parse(input);
  requireCan(ctx, "model:write");
  const { model, file } = await ctx.db.$transaction(async (tx) => {
    const row = await requireImport(tx, ctx, importId);
    const { state, sha256, weightsSha256, weightsByteSize, revision } = row;
    const facts = readyFacts(row.findings as ImportFindings | null);
    if (state !== "ready" || !facts || weightsSha256 === null || weightsByteSize === null) {
      throw new AppError("conflict", "This file is not ready to be a model: say first what is asked for.");
    }
    const weights = { sha256: weightsSha256, byteSize: weightsByteSize };
    const made = await insertModel(tx, ctx, { name, facts, weights });
    // Whoever changed the choices meanwhile, or finished it first, has this undone.
    const taken = await tx.modelImport.deleteMany({ where: { id: importId, revision } });
    if (taken.count === 0) {
      throw new AppError("conflict", "This import has changed meanwhile: look at it again.");
    }
    return { model: made, file: sha256 };
  });
  await releaseFile(ctx, file);
  return model;
}
