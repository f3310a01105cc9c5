import { requireCan } from "#lib/auth/can.ts";
import type { TrainingState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { isOver } from "./require-training.ts";

export interface TrainingProgress {
  state: TrainingState;
  step: number;
  steps: number;
  /** Epochs that have ended. */
  epochs: number;
  epochCount: number;
  /** What it is at, in words; empty while nobody works on it. */
  message: string;
  error: string | null;
  /** Why an attempt was cut short, while another one is made. */
  setback: string | null;
  /** Trainings of the workspace that come first, while it waits. */
  ahead: number;
  /** It is over, but the process has not let go yet: what it has just learnt is still being written. */
  isStopping: boolean;
}

/** Where a training stands, in one small read. @throws AppError `not_found` */
export async function getTrainingProgress(ctx: Ctx, trainingId: string): Promise<TrainingProgress> {
  requireCan(ctx, "model:read");
  const training = await ctx.db.training.findFirst({
    where: { id: trainingId, workspaceId: ctx.workspaceId },
    select: {
      state: true,
      step: true,
      steps: true,
      epochCount: true,
      error: true,
      _count: { select: { epochs: true } },
      jobs: {
        orderBy: { id: "desc" },
        take: 1,
        select: { id: true, state: true, done: true, message: true, error: true },
      },
    },
  });
  if (!training) throw new AppError("not_found", "There is no such training in this workspace.");
  const { jobs, _count, step, ...rest } = training;
  const [job] = jobs;
  const isAlive = job?.state === "queued" || job?.state === "running";
  const isAtWork = job?.state === "running" && rest.state === "running";
  return {
    ...rest,
    step: isAtWork ? Math.max(step, job.done) : step,
    epochs: _count.epochs,
    message: isAtWork ? job.message : "",
    setback: isAlive ? job.error : null,
    ahead: job?.state === "queued" ? await countAhead(ctx, job.id) : 0,
    isStopping: job?.state === "running" && isOver(rest),
  };
}

function countAhead(ctx: Ctx, jobId: string): Promise<number> {
  return ctx.db.job.count({
    where: {
      workspaceId: ctx.workspaceId,
      trainingId: { not: null },
      state: { in: ["queued", "running"] },
      id: { lt: jobId },
    },
  });
}
