import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Training } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { modelTrain } from "#lib/jobs/definitions/model-train.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { cancelTrainingJobs } from "./cancel-training-jobs.ts";
import { requireTraining } from "./require-training.ts";

const ResumeTraining = z.object({ trainingId: z.string() });

/**
 * Goes on with a stopped or failed training from its checkpoint, to the same weights as if nothing had happened.
 * @throws AppError `conflict` for one that is under way, done, or has collapsed
 */
export async function resumeTraining(ctx: Ctx, input: unknown): Promise<Training> {
  const { trainingId } = ResumeTraining.parse(input);
  requireCan(ctx, "model:write");
  return ctx.db.$transaction(async (tx) => {
    const training = await requireTraining(tx, ctx, trainingId);
    const { state, step, steps } = training;
    if (state !== "failed" && state !== "cancelled") {
      throw new AppError("conflict", `This training is ${state}: only a stopped or failed one can go on.`);
    }
    if (training.collapse !== null) {
      throw new AppError(
        "conflict",
        "This training has collapsed and would do so again at the same step: start one with other settings.",
      );
    }
    // A job that was asked to stop and has not yet must not be mistaken for the new one.
    await cancelTrainingJobs(tx, trainingId, ctx.clock());
    const resumed = await tx.training.update({
      where: { id: trainingId },
      data: { state: "queued", error: null, finishedAt: null },
    });
    const owner = { workspaceId: ctx.workspaceId, trainingId, total: steps };
    await enqueue(tx, modelTrain, { trainingId }, owner);
    await audit(tx, ctx, "training.resume", `training:${trainingId}`, { step, steps });
    return resumed;
  });
}
