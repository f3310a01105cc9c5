import type { Ctx } from "../context.ts";
import { isCurrentJob, isOver, requireTraining } from "./require-training.ts";
import { releaseCheckpoint } from "./store-checkpoint.ts";

/**
 * A training that cannot go on says why. Its checkpoint stays for `resumeTraining`, unless it has collapsed: then it
 * would again. @param collapse how, as lib/scouter/training/collapse.ts names it
 */
export async function failTraining(
  ctx: Ctx,
  trainingId: string,
  { message, collapse = null }: { message: string; collapse?: string | null },
): Promise<void> {
  const released = await ctx.db.$transaction(async (tx) => {
    const training = await requireTraining(tx, ctx, trainingId);
    if (isOver(training) || !(await isCurrentJob(tx, ctx, trainingId))) return null;
    await tx.training.update({
      where: { id: trainingId },
      data: {
        state: "failed",
        error: message,
        collapse,
        finishedAt: ctx.clock(),
        ...(collapse === null ? {} : { checkpointSha256: null }),
      },
    });
    return collapse === null ? null : training.checkpointSha256;
  });
  if (released) await releaseCheckpoint(ctx, released);
}
