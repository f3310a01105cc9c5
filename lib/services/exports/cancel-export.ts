import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireExport } from "./require-export.ts";

const CancelExport = z.object({ exportId: z.string() });

/** Stops an export that is being made, within seconds; nothing of it stays in storage. @throws AppError `not_found`, `conflict` */
export async function cancelExport(ctx: Ctx, input: unknown): Promise<void> {
  const { exportId } = CancelExport.parse(input);
  requireCan(ctx, "dataset:export");
  await ctx.db.$transaction(async (tx) => {
    const { jobId, datasetId } = await requireExport(tx, ctx, exportId);
    const waiting = await tx.job.updateMany({
      where: { id: jobId, state: "queued" },
      data: { state: "cancelled", cancelRequested: true, finishedAt: ctx.clock() },
    });
    const running = await tx.job.updateMany({
      where: { id: jobId, state: "running" },
      data: { cancelRequested: true },
    });
    if (waiting.count + running.count === 0) {
      throw new AppError("conflict", "This export is over already: there is nothing to cancel.");
    }
    await audit(tx, ctx, "dataset.export-cancel", `dataset:${datasetId}`, { exportId });
  });
}
