import type { Ctx } from "../context.ts";
import { cancelJudgeJobs } from "./cancel-judge-jobs.ts";

/** Part of a judge's work failed for good: it says why, keeps what it has, and stops the rest. The run itself is as good as before. */
export async function failJudge(
  ctx: Ctx,
  judge: { runId: string; modelId: string },
  message: string,
): Promise<void> {
  const { runId, modelId } = judge;
  await ctx.db.$transaction(async (tx) => {
    const failed = await tx.runJudge.updateMany({
      where: { runId, modelId, state: { in: ["queued", "running"] } },
      data: { state: "failed", error: message, finishedAt: ctx.clock() },
    });
    if (failed.count > 0) await cancelJudgeJobs(tx, judge, ctx.clock());
  });
}
