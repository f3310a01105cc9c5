import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Training } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { cancelTrainingJobs } from "./cancel-training-jobs.ts";
import { isOver, requireTraining } from "./require-training.ts";

const CancelTraining = z.object({ trainingId: z.string() });

/** Stops a training. What it has learnt is kept; `resumeTraining` goes on from there. @throws AppError `conflict` when it is over. */
export async function cancelTraining(ctx: Ctx, input: unknown): Promise<Training> {
  const { trainingId } = CancelTraining.parse(input);
  requireCan(ctx, "model:write");
  return ctx.db.$transaction(async (tx) => {
    const training = await requireTraining(tx, ctx, trainingId);
    if (isOver(training)) {
      throw new AppError("conflict", `This training is ${training.state} already: there is nothing to stop.`);
    }
    const now = ctx.clock();
    const cancelled = await tx.training.update({
      where: { id: trainingId },
      data: { state: "cancelled", finishedAt: now },
    });
    await cancelTrainingJobs(tx, trainingId, now);
    await audit(tx, ctx, "training.cancel", `training:${trainingId}`, {
      step: training.step,
      steps: training.steps,
    });
    return cancelled;
  });
}
