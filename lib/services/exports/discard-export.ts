import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireExport } from "./require-export.ts";
import { removeExports } from "./sweep-exports.ts";

const DiscardExport = z.object({ exportId: z.string() });

/** Removes an export and its archive before its time. @throws AppError `not_found`, `conflict` while it is being made */
export async function discardExport(ctx: Ctx, input: unknown): Promise<void> {
  const { exportId } = DiscardExport.parse(input);
  requireCan(ctx, "dataset:export");
  await ctx.db.$transaction(async (tx) => {
    const found = await requireExport(tx, ctx, exportId);
    const job = await tx.job.findUnique({ where: { id: found.jobId }, select: { state: true } });
    if (found.sha256 === null && (job?.state === "queued" || job?.state === "running")) {
      throw new AppError("conflict", "This export is being made: cancel it first.");
    }
    await audit(tx, ctx, "dataset.export-discard", `dataset:${found.datasetId}`, { exportId });
    await removeExports(tx, ctx, { id: exportId });
  });
}
