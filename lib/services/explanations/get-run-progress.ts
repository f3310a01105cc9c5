import { requireCan } from "#lib/auth/can.ts";
import type { RunState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import { explainPrepare } from "#lib/jobs/definitions/explain-prepare.ts";
import type { Ctx } from "../context.ts";

export interface RunProgress {
  state: RunState;
  mapCount: number;
  mapsDone: number;
  mapsScored: number;
  error: string | null;
  /** While predictions and statistics are being made, before the first map. */
  preparing: { done: number; total: number; message: string } | null;
}

/** Where a run stands, in one small read. @throws AppError `not_found` */
export async function getRunProgress(ctx: Ctx, runId: string): Promise<RunProgress> {
  requireCan(ctx, "run:read");
  const run = await ctx.db.run.findFirst({
    where: { id: runId, workspaceId: ctx.workspaceId },
    select: {
      state: true,
      mapCount: true,
      mapsDone: true,
      mapsScored: true,
      error: true,
      jobs: {
        where: { kind: explainPrepare.kind, state: { in: ["queued", "running"] } },
        select: { done: true, total: true, message: true },
        take: 1,
      },
    },
  });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  const { jobs, ...counters } = run;
  return { ...counters, preparing: jobs[0] ?? null };
}
