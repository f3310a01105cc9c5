import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { cancelRunJobs } from "./cancel-run-jobs.ts";
import { requireRun } from "./require-run.ts";

const CancelRun = z.object({ runId: z.string() });

/** Stops a run. Maps made so far are kept; `retryRun` makes the missing ones. @throws AppError `conflict` when it is over. */
export async function cancelRun(ctx: Ctx, input: unknown): Promise<Run> {
  const { runId } = CancelRun.parse(input);
  requireCan(ctx, "run:cancel");
  return ctx.db.$transaction(async (tx) => {
    const run = await requireRun(tx, ctx, runId);
    if (run.state !== "queued" && run.state !== "running") {
      throw new AppError("conflict", `This run is ${run.state} already: there is nothing to cancel.`);
    }
    const now = ctx.clock();
    const cancelled = await tx.run.update({
      where: { id: runId },
      data: { state: "cancelled", finishedAt: now },
    });
    await cancelRunJobs(tx, runId, now);
    await audit(tx, ctx, "run.cancel", `run:${runId}`, { mapsDone: run.mapsDone, mapCount: run.mapCount });
    return cancelled;
  });
}
