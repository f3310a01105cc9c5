import { requireCan } from "#lib/auth/can.ts";
import type { RunState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

export interface RunArmDetail {
  id: string;
  position: number;
  label: string;
  explainerId: string;
  targetRule: string;
  /** False for imported maps that explain no model here. */
  explainsModel: boolean;
  options: unknown;
  /** Of its method's randomness; null = the run's. */
  seed: number | null;
  model: { id: string; name: string };
}

export interface RunDetail {
  id: string;
  name: string;
  state: RunState;
  seed: number;
  error: string | null;
  imageIds: string[];
  mapCount: number;
  mapsDone: number;
  mapsScored: number;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  version: { id: string; number: number; datasetId: string; datasetName: string };
  arms: RunArmDetail[];
  studies: { id: string; name: string }[];
}

/** @throws AppError `not_found` */
export async function getRun(ctx: Ctx, runId: string): Promise<RunDetail> {
  requireCan(ctx, "run:read");
  const run = await ctx.db.run.findFirst({
    where: { id: runId, workspaceId: ctx.workspaceId },
    include: {
      version: { select: { id: true, number: true, dataset: { select: { id: true, name: true } } } },
      arms: { orderBy: { position: "asc" }, include: { model: { select: { id: true, name: true } } } },
      studies: { orderBy: { id: "desc" }, select: { id: true, name: true } },
    },
  });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  const { version, workspaceId: _w, versionId: _v, similarity: _s, estimate: _e, arms, ...rest } = run;
  return {
    ...rest,
    arms: arms.map(({ runId: _r, modelId: _m, ...arm }) => arm),
    version: {
      id: version.id,
      number: version.number,
      datasetId: version.dataset.id,
      datasetName: version.dataset.name,
    },
  };
}
