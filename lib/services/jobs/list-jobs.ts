import { requireCan } from "#lib/auth/can.ts";
import type { JobState } from "#lib/db/generated/enums.ts";
import type { Ctx } from "../context.ts";
import { type Page, type PageRequest, toPage } from "../keyset.ts";

export interface JobSummary {
  id: string;
  kind: string;
  state: JobState;
  runId: string | null;
  done: number;
  total: number;
  message: string;
  attempts: number;
  maxAttempts: number;
  error: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** What of a job is shown; its payload stays between the site and the worker. */
export const JOB_SUMMARY = {
  id: true,
  kind: true,
  state: true,
  runId: true,
  done: true,
  total: true,
  message: true,
  attempts: true,
  maxAttempts: true,
  error: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
} as const;

const PAGE_SIZE = 50;

/** Jobs of the workspace, newest first; of one run when it is named. */
export async function listJobs(
  ctx: Ctx,
  { runId, ...request }: PageRequest & { runId?: string } = {},
): Promise<Page<JobSummary>> {
  requireCan(ctx, "job:read");
  const { after, before } = request;
  const jobs = await ctx.db.job.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(runId ? { runId } : {}),
      ...(before ? { id: { gt: before } } : after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: before ? "asc" : "desc" },
    take: PAGE_SIZE + 1,
    select: JOB_SUMMARY,
  });
  return toPage(jobs, PAGE_SIZE, request, (job) => job.id);
}
