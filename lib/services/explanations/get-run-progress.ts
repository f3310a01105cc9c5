import { requireCan } from "#lib/auth/can.ts";
import type { RunState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import type { RunEstimate } from "#lib/explain/cost/run-cost.ts";
import { timeLeftOfRun } from "#lib/explain/cost/time-left.ts";
import { explainPrepare } from "#lib/jobs/definitions/explain-prepare.ts";
import type { Ctx } from "../context.ts";
import { isJudged } from "./check-arms.ts";
import { readEstimate } from "./get-run-cost.ts";
import { readWorkDone } from "./read-work-done.ts";

export interface RunProgress {
  state: RunState;
  mapCount: number;
  mapsDone: number;
  mapsScored: number;
  error: string | null;
  /** While predictions and statistics are being made, before the first map. */
  preparing: { done: number; total: number; message: string } | null;
  /** By the pace of the run's own shards, to the second; null while it is not known. */
  remainingMs: number | null;
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
      estimate: true,
      arms: { orderBy: { position: "asc" }, select: { id: true, targetRule: true } },
      jobs: {
        where: { kind: explainPrepare.kind, state: { in: ["queued", "running"] } },
        select: { done: true, total: true, message: true },
        take: 1,
      },
    },
  });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  const { jobs, arms, estimate, ...counters } = run;
  const [preparing = null] = jobs;
  const isUnderWay = run.state === "running" && preparing === null;
  const known = readEstimate(estimate);
  const remainingMs = isUnderWay && known ? await timeLeft(ctx, runId, { arms, estimate: known }) : null;
  return { ...counters, preparing, remainingMs };
}

interface Underway {
  arms: readonly { id: string; targetRule: string }[];
  estimate: RunEstimate;
}

async function timeLeft(ctx: Ctx, runId: string, { arms, estimate }: Underway): Promise<number | null> {
  const { explain, score, parallel } = await readWorkDone(ctx.db, runId);
  const progress = arms.map(({ id, targetRule }) => ({
    isJudged: isJudged(targetRule),
    explain: explain.get(id) ?? NOTHING,
    score: score.get(id) ?? NOTHING,
  }));
  const ms = timeLeftOfRun(progress, estimate, parallel);
  return ms === null ? null : Math.round(ms / 1000) * 1000;
}

const NOTHING = { images: 0, ms: 0 };
