import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { cancelImportJob } from "./cancel-import-job.ts";
import { lockImport } from "./require-import.ts";

const CancelImport = z.object({ importId: z.string() });

/** Stops an import at work within seconds. What is in stays in, and it can go on. @throws AppError `conflict` when it is not at work */
export async function cancelImport(ctx: Ctx, input: unknown): Promise<void> {
  const { importId } = CancelImport.parse(input);
  requireCan(ctx, "dataset:write");
  await ctx.db.$transaction(async (tx) => {
    const row = await lockImport(tx, ctx, importId);
    if (row.state !== "inspecting" && row.state !== "importing") {
      throw new AppError("conflict", "This import is not at work: there is nothing to stop.");
    }
    const now = ctx.clock();
    await tx.datasetImport.update({
      where: { id: importId },
      data: { state: "cancelled", revision: { increment: 1 }, finishedAt: now },
    });
    await cancelImportJob(tx, row.jobId, now);
    await audit(tx, ctx, "dataset-import.cancel", `dataset-import:${importId}`);
  });
}
