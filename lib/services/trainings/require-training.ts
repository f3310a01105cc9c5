import type { Tx } from "#lib/db/client.ts";
import type { Training } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** The training, locked for this transaction. One of another workspace does not exist. @throws AppError `not_found` */
export async function requireTraining(tx: Tx, ctx: Ctx, trainingId: string): Promise<Training> {
  await tx.$queryRaw`SELECT 1 FROM "Training" WHERE "id" = ${trainingId} FOR UPDATE`;
  const training = await tx.training.findFirst({ where: { id: trainingId, workspaceId: ctx.workspaceId } });
  if (!training) throw new AppError("not_found", "There is no such training in this workspace.");
  return training;
}

export const isOver = ({ state }: Pick<Training, "state">): boolean =>
  state !== "queued" && state !== "running";

/** Whether the asker is the job that has the training now: one that was stopped may still be on its way out. */
export async function isCurrentJob(tx: Tx, ctx: Ctx, trainingId: string): Promise<boolean> {
  const newest = await tx.job.findFirst({
    where: { trainingId },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  return ctx.actor.kind === "job" && ctx.actor.jobId === newest?.id;
}
