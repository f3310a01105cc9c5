import { can } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import type { DatasetSummary } from "../datasets/list-datasets.ts";
import { listDatasets } from "../datasets/list-datasets.ts";
import { listRuns, type RunSummary } from "../explanations/list-runs.ts";
import { listModels, type ModelSummary } from "../models/list-models.ts";
import { listStudies, type StudySummary } from "../studies/list-studies.ts";

export interface Activity {
  id: string;
  kind: string;
  state: string;
  done: number;
  total: number;
  message: string;
}

export interface Home {
  /** Jobs that belong to no run: imports, preparation of studies, reports. Runs show themselves. */
  activities: Activity[];
  datasets: DatasetSummary[];
  models: ModelSummary[];
  runs: RunSummary[];
  studies: StudySummary[];
  /** An image with both maps of the pair, from the newest run that has one. */
  pairImageId: string | null;
}

const SHOWN = 5;

/** What is going on in the workspace; parts the asker may not read are empty. */
export async function getHome(ctx: Ctx): Promise<Home> {
  const staff = can(ctx.actor, "run:read");
  const [activities, datasets, models, runs, studies, pairImageId] = await Promise.all([
    staff ? listActivities(ctx) : [],
    listDatasets(ctx),
    staff ? listModels(ctx) : [],
    staff ? listRuns(ctx) : { rows: [] },
    staff ? listStudies(ctx) : [],
    staff ? findPairImage(ctx) : null,
  ]);
  return {
    activities,
    pairImageId,
    datasets: datasets.slice(0, SHOWN),
    models: models.slice(0, SHOWN),
    runs: runs.rows.slice(0, SHOWN),
    studies: studies.slice(0, SHOWN),
  };
}

async function listActivities(ctx: Ctx): Promise<Activity[]> {
  return ctx.db.job.findMany({
    where: { workspaceId: ctx.workspaceId, runId: null, state: { in: ["queued", "running"] } },
    orderBy: { id: "asc" },
    take: SHOWN,
    select: { id: true, kind: true, state: true, done: true, total: true, message: true },
  });
}

/** The first image, in the order of the newest run that has both, with a SCOUTER+ and a SCOUTER− map. */
async function findPairImage(ctx: Ctx): Promise<string | null> {
  const rows = await ctx.db.$queryRaw<{ imageId: string }[]>`
    SELECT m."imageId" AS "imageId"
    FROM "Run" r
    JOIN "RunArm" a ON a."runId" = r."id" AND a."explainerId" = 'scouter-'
    JOIN "SaliencyMap" m ON m."armId" = a."id"
    JOIN "Image" i ON i."id" = m."imageId"
    WHERE r."workspaceId" = ${ctx.workspaceId}
      AND EXISTS (SELECT 1 FROM "SaliencyMap" n JOIN "RunArm" b ON b."id" = n."armId"
                  WHERE b."runId" = r."id" AND b."explainerId" = 'scouter+' AND n."imageId" = m."imageId")
    ORDER BY array_length(r."imageIds", 1) DESC, r."id" DESC, array_position(r."imageIds", m."imageId")
    LIMIT 1`;
  return rows[0]?.imageId ?? null;
}
