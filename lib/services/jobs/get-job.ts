import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { JOB_SUMMARY, type JobSummary } from "./list-jobs.ts";

/** One job of the workspace. @throws AppError `not_found` */
export async function getJob(ctx: Ctx, jobId: string): Promise<JobSummary> {
  requireCan(ctx, "job:read");
  const job = await ctx.db.job.findFirst({
    where: { id: jobId, workspaceId: ctx.workspaceId },
    select: JOB_SUMMARY,
  });
  if (!job) throw new AppError("not_found", "There is no such job in this workspace.");
  return job;
}
