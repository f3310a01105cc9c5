import type { Ctx } from "../context.ts";
import { cancelRunJobs } from "./cancel-run-jobs.ts";

/** A shard failed for good: the run says why, keeps what it has, and stops the rest. `retryRun` carries on from there. */
export async function failRun(ctx: Ctx, runId: string, message: string): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const failed = await tx.run.updateMany({
      where: { id: runId, state: { in: ["queued", "running"] } },
      data: { state: "failed", error: message, finishedAt: ctx.clock() },
    });
    if (failed.count > 0) await cancelRunJobs(tx, runId, ctx.clock());
  });
}
