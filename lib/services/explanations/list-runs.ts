import { requireCan } from "#lib/auth/can.ts";
import type { RunState } from "#lib/db/generated/enums.ts";
import type { Ctx } from "../context.ts";
import { type Page, type PageRequest, toPage } from "../keyset.ts";

export interface RunSummary {
  id: string;
  name: string;
  state: RunState;
  imageCount: number;
  armCount: number;
  /** Whether any of its arms is scored: arms of every class are there to be looked at. */
  judged: boolean;
  mapCount: number;
  mapsDone: number;
  mapsScored: number;
  datasetName: string;
  versionNumber: number;
  createdAt: Date;
}

const PAGE_SIZE = 30;

/** Explanation runs, newest first. */
export async function listRuns(ctx: Ctx, request: PageRequest = {}): Promise<Page<RunSummary>> {
  requireCan(ctx, "run:read");
  const { after, before } = request;
  const runs = await ctx.db.run.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(before ? { id: { gt: before } } : after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: before ? "asc" : "desc" },
    take: PAGE_SIZE + 1,
    select: {
      id: true,
      name: true,
      state: true,
      imageIds: true,
      mapCount: true,
      mapsDone: true,
      mapsScored: true,
      createdAt: true,
      arms: { select: { targetRule: true } },
      version: { select: { number: true, dataset: { select: { name: true } } } },
    },
  });
  const rows = runs.map(({ imageIds, arms, version, ...run }) => ({
    ...run,
    imageCount: imageIds.length,
    armCount: arms.length,
    judged: arms.some((arm) => arm.targetRule !== "every"),
    datasetName: version.dataset.name,
    versionNumber: version.number,
  }));
  return toPage(rows, PAGE_SIZE, request, (run) => run.id);
}
