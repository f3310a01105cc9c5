import type { Training } from "#lib/db/generated/client.ts";
import type { TrainingEngine } from "#lib/scouter/training/training-engine.ts";
import type { Ctx } from "../context.ts";
import { isCurrentJob, isOver, requireTraining } from "./require-training.ts";

/**
 * A job takes a training up. @param memoryMb what it may have, unless an earlier attempt has said
 * @returns null when the training no longer wants this job
 */
export async function beginTraining(
  ctx: Ctx,
  trainingId: string,
  { memoryMb }: { memoryMb: number },
): Promise<Training | null> {
  return ctx.db.$transaction(async (tx) => {
    const training = await requireTraining(tx, ctx, trainingId);
    if (isOver(training) || !(await isCurrentJob(tx, ctx, trainingId))) return null;
    return tx.training.update({
      where: { id: trainingId },
      data: {
        state: "running",
        startedAt: training.startedAt ?? ctx.clock(),
        memoryMb: training.memoryMb ?? memoryMb,
      },
    });
  });
}

/** Remembers which engines a training began on. */
export async function storeEngine(ctx: Ctx, trainingId: string, engine: TrainingEngine): Promise<void> {
  await ctx.db.training.update({ where: { id: trainingId }, data: { engine: { ...engine } } });
}
