import { requireCan } from "#lib/auth/can.ts";
import type { RunJudge } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireRun } from "../explanations/require-run.ts";
import { cancelJudgeJobs } from "./cancel-judge-jobs.ts";
import { JudgeRun } from "./judge-run.ts";
import { lockJudge } from "./lock-judge.ts";

/** Stops a judge. What it has judged is kept; `judgeRun` goes on from there. @throws AppError `not_found`, `conflict` when it is over */
export async function stopJudge(ctx: Ctx, input: unknown): Promise<RunJudge> {
  const { runId, modelId } = JudgeRun.parse(input);
  requireCan(ctx, "run:cancel");
  return ctx.db.$transaction(async (tx) => {
    await requireRun(tx, ctx, runId);
    const judge = await lockJudge(tx, runId, modelId);
    if (!judge) throw new AppError("not_found", "This model does not judge that run.");
    if (judge.state !== "queued" && judge.state !== "running") {
      throw new AppError("conflict", `This judge is ${judge.state} already: there is nothing to stop.`);
    }
    const now = ctx.clock();
    const stopped = await tx.runJudge.update({
      where: { runId_modelId: { runId, modelId } },
      data: { state: "cancelled", finishedAt: now },
    });
    await cancelJudgeJobs(tx, { runId, modelId }, now);
    await audit(tx, ctx, "run.stop-judge", `run:${runId}`, { modelId, mapsJudged: judge.mapsJudged });
    return stopped;
  });
}
