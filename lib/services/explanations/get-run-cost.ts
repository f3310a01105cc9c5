import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { PartEstimate, RunEstimate } from "#lib/explain/cost/run-cost.ts";
import type { Ctx } from "../context.ts";
import { readWorkDone } from "./read-work-done.ts";

const PREPARATION = "Answers of the models, plan";

/** A part of a run, as it was expected and as it came out. */
export interface CostPart {
  name: string;
  /** Null for a run that was started without an estimate. */
  expected: PartEstimate | null;
  /** Time of workers so far, ms. */
  tookMs: number;
}

export interface RunCost {
  parts: CostPart[];
  /** From the first job to the last, ms; null while it is not known, or where work has not been measured when it began. */
  expectedMs: number | null;
  tookMs: number | null;
}

/** What a run was expected to take and what it took so far, part by part. @throws AppError `not_found` */
export async function getRunCost(ctx: Ctx, runId: string): Promise<RunCost> {
  requireCan(ctx, "run:read");
  const run = await ctx.db.run.findFirst({
    where: { id: runId, workspaceId: ctx.workspaceId },
    select: {
      state: true,
      estimate: true,
      startedAt: true,
      finishedAt: true,
      arms: { orderBy: { position: "asc" }, select: { id: true, label: true } },
    },
  });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  const estimate = readEstimate(run.estimate);
  const done = await readWorkDone(ctx.db, runId);
  const { startedAt, finishedAt } = run;
  const isWhole = run.state === "succeeded" && startedAt && finishedAt;
  const total = (parts: ReadonlyMap<string, { ms: number }>) =>
    [...parts.values()].reduce((sum, { ms }) => sum + ms, 0);
  return {
    parts: [
      {
        name: PREPARATION,
        expected: estimate?.preparation ?? null,
        tookMs: done.preparationMs,
      },
      ...run.arms.map(({ id, label }, place) => ({
        name: label,
        expected: estimate?.arms[place] ?? null,
        tookMs: done.explain.get(id)?.ms ?? 0,
      })),
      { name: "Scoring", expected: estimate?.scoring ?? null, tookMs: total(done.score) },
    ],
    expectedMs: estimate?.isTimed ? estimate.elapsedMs : null,
    tookMs: isWhole ? finishedAt.getTime() - startedAt.getTime() : null,
  };
}

/** As `startRun` has written it; runs of earlier versions have none. */
export function readEstimate(stored: unknown): RunEstimate | null {
  return stored as RunEstimate | null;
}
