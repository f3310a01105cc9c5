import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { RunJudge } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireRun } from "../explanations/require-run.ts";
import { beginJudging } from "./begin-judging.ts";
import { chooseJudge } from "./choose-judge.ts";
import { lockJudge } from "./lock-judge.ts";

export const JudgeRun = z.object({
  runId: z.string(),
  modelId: z.string().min(1, "Choose a model to judge."),
});

/**
 * Has a model judge all maps of a run, beside the model each of them explains: at once where the run is over, else as soon as it is. A
 * judge that was stopped or failed goes on with what is missing; one that is at work or done is left alone.
 * @throws AppError `not_found`, `invalid` for a model of other classes, `conflict` for a run that failed or was cancelled
 */
export async function judgeRun(ctx: Ctx, input: unknown): Promise<RunJudge> {
  const { runId, modelId } = JudgeRun.parse(input);
  requireCan(ctx, "run:start");
  return ctx.db.$transaction(async (tx) => {
    const run = await requireRun(tx, ctx, runId);
    if (run.state === "failed" || run.state === "cancelled") {
      throw new AppError("conflict", `This run is ${run.state}: retry it first, then it can be judged.`);
    }
    const arms = await tx.runArm.findMany({
      where: { runId },
      select: { model: { select: { classNames: true } } },
    });
    const classNames = [...new Set(arms.flatMap(({ model }) => model.classNames))];
    await chooseJudge(tx, ctx, modelId, classNames);
    const key = { runId_modelId: { runId, modelId } };
    const known = await lockJudge(tx, runId, modelId);
    if (known && known.state !== "failed" && known.state !== "cancelled") return known;
    await tx.runJudge.upsert({ where: key, create: { runId, modelId }, update: { state: "queued" } });
    if (run.state === "succeeded") await beginJudging(tx, run, modelId, ctx.clock());
    await audit(tx, ctx, "run.judge", `run:${runId}`, { modelId });
    return tx.runJudge.findUniqueOrThrow({ where: key });
  });
}
