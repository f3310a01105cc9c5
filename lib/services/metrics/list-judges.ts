import { requireCan } from "#lib/auth/can.ts";
import type { ModelKind, RunState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

export interface Judge {
  modelId: string;
  modelName: string;
  state: RunState;
  /** Maps that explain other models, and how many of them it has judged. */
  mapCount: number;
  mapsJudged: number;
  error: string | null;
}

export interface RunJudges {
  judges: Judge[];
  /** Models that know the classes of the run and do not judge it yet, FC baselines first. */
  choices: { id: string; name: string; kind: ModelKind }[];
}

/** Who judges all maps of a run, and who could. @throws AppError `not_found` */
export async function listJudges(ctx: Ctx, runId: string): Promise<RunJudges> {
  requireCan(ctx, "run:read");
  const run = await ctx.db.run.findFirst({
    where: { id: runId, workspaceId: ctx.workspaceId },
    select: {
      arms: { select: { model: { select: { classNames: true } } } },
      judges: { orderBy: { createdAt: "asc" }, include: { model: { select: { name: true } } } },
    },
  });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  const classNames = [...new Set(run.arms.flatMap(({ model }) => model.classNames))];
  const judging = run.judges.map(({ modelId }) => modelId);
  const models = await ctx.db.model.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      id: { notIn: judging },
      classNames: { hasEvery: classNames },
    },
    orderBy: { id: "asc" },
    select: { id: true, name: true, kind: true },
  });
  return {
    judges: run.judges.map(({ modelId, model, state, mapCount, mapsJudged, error }) => ({
      modelId,
      modelName: model.name,
      state,
      mapCount,
      mapsJudged,
      error,
    })),
    choices: models.sort((a, b) => Number(b.kind === "fc") - Number(a.kind === "fc")),
  };
}
