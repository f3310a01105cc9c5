import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { modelInspect } from "#lib/jobs/definitions/model-inspect.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { parseNormalisation } from "#lib/onnx/normalisation.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import type { ImportFindings } from "./findings.ts";
import { ImportChoices } from "./import-choices.ts";
import { requireImport } from "./require-import.ts";
import { detailOf, type ImportDetail } from "./summary.ts";

const ReviseImport = z.object({ importId: z.string(), choices: ImportChoices });

/**
 * Says how a file is to be used, in place of what was said before, and has it looked at again.
 * @throws AppError `invalid` for a normalisation nobody knows, and for weights that say all themselves; `not_found`
 */
export async function reviseImport(ctx: Ctx, input: unknown): Promise<ImportDetail> {
  const { importId, choices } = ReviseImport.parse(input);
  requireCan(ctx, "model:write");
  if (choices.normalise !== undefined) parseNormalisation(choices.normalise);
  return ctx.db.$transaction(async (tx) => {
    const { findings } = await requireImport(tx, ctx, importId);
    const { versionId, ...ofFile } = choices;
    if ((findings as ImportFindings | null)?.type === "own" && Object.keys(ofFile).length > 0) {
      throw new AppError(
        "invalid",
        "These weights say themselves how they are used: there is nothing to choose.",
      );
    }
    const row = await tx.modelImport.update({
      where: { id: importId },
      data: { choices, state: "inspecting", error: null, revision: { increment: 1 } },
    });
    const { workspaceId } = ctx;
    await enqueue(tx, modelInspect, { importId, revision: row.revision }, { workspaceId });
    await audit(tx, ctx, "model-import.revise", `model-import:${importId}`, { choices });
    return detailOf(row);
  });
}
