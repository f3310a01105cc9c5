import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { explainPrepare } from "#lib/jobs/definitions/explain-prepare.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { cancelRunJobs } from "./cancel-run-jobs.ts";
import { requireRun } from "./require-run.ts";

const RetryRun = z.object({ runId: z.string() });

/** Carries on with a failed or cancelled run: only what is missing is made. @throws AppError `conflict` otherwise. */
export async function retryRun(ctx: Ctx, input: unknown): Promise<Run> {
  const { runId } = RetryRun.parse(input);
  requireCan(ctx, "run:start");
  return ctx.db.$transaction(async (tx) => {
    const run = await requireRun(tx, ctx, runId);
    if (run.state !== "failed" && run.state !== "cancelled") {
      throw new AppError(
        "conflict",
        `This run is ${run.state}: only a failed or cancelled run can be retried.`,
      );
    }
    // A job that was asked to stop and has not yet must not be mistaken for one of the new attempt.
    await cancelRunJobs(tx, runId, ctx.clock());
    const retried = await tx.run.update({
      where: { id: runId },
      data: { state: "queued", error: null, finishedAt: null },
    });
    await enqueue(tx, explainPrepare, { runId }, { workspaceId: ctx.workspaceId, runId });
    await audit(tx, ctx, "run.retry", `run:${runId}`, { mapsDone: run.mapsDone, mapCount: run.mapCount });
    return retried;
  });
}
