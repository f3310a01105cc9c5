import { can } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import type { DatasetSummary } from "../datasets/list-datasets.ts";
import { listDatasets } from "../datasets/list-datasets.ts";
import { listRuns, type RunSummary } from "../explanations/list-runs.ts";
import { listModels, type ModelSummary } from "../models/list-models.ts";
import { listStudies, type StudySummary } from "../studies/list-studies.ts";
import { getTrainingProgress, type TrainingProgress } from "../trainings/get-training-progress.ts";
import { listTrainings, type TrainingSummary } from "../trainings/list-trainings.ts";

export interface Activity {
  id: string;
  kind: string;
  state: string;
  done: number;
  total: number;
  message: string;
}

export interface Home {
  /** Jobs that belong to no run or training: imports, preparation of studies, reports. Those show themselves. */
  activities: Activity[];
  datasets: DatasetSummary[];
  models: ModelSummary[];
  /** Under way: the first of them, and how many there are. */
  trainings: ActiveTraining[];
  trainingCount: number;
  runs: RunSummary[];
  studies: StudySummary[];
  /** An image with both maps of the pair, from the newest run that has one. */
  pairImageId: string | null;
}

export interface ActiveTraining {
  id: string;
  name: string;
  batchSize: number;
  progress: TrainingProgress;
}

const SHOWN = 5;
/** Each is followed by a connection of its own, of which a browser keeps six; the others wait for these anyway. */
const FOLLOWED = 2;
const RECENT_RUNS = 12;

/** What is going on in the workspace; parts the asker may not read are empty. */
export async function getHome(ctx: Ctx): Promise<Home> {
  const staff = can(ctx.actor, "run:read");
  const [activities, datasets, models, trainings, runs, studies, pairImageId] = await Promise.all([
    staff ? listActivities(ctx) : [],
    listDatasets(ctx),
    staff ? listModels(ctx) : [],
    staff ? listTrainings(ctx, { active: true }) : { rows: [] },
    staff ? listRuns(ctx) : { rows: [] },
    staff ? listStudies(ctx) : [],
    staff ? findPairImage(ctx) : null,
  ]);
  return {
    activities,
    pairImageId,
    datasets: datasets.slice(0, SHOWN),
    models: models.slice(0, SHOWN),
    trainings: await withProgress(ctx, trainings.rows.slice(-FOLLOWED)),
    trainingCount: trainings.rows.length,
    runs: runs.rows.slice(0, SHOWN),
    studies: studies.slice(0, SHOWN),
  };
}

async function listActivities(ctx: Ctx): Promise<Activity[]> {
  return ctx.db.job.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      runId: null,
      trainingId: null,
      state: { in: ["queued", "running"] },
    },
    orderBy: { id: "asc" },
    take: SHOWN,
    select: { id: true, kind: true, state: true, done: true, total: true, message: true },
  });
}

/** In the order they are worked on. */
function withProgress(ctx: Ctx, trainings: readonly TrainingSummary[]): Promise<ActiveTraining[]> {
  return Promise.all(
    [...trainings].reverse().map(async ({ id, name, batchSize }) => ({
      id,
      name,
      batchSize,
      progress: await getTrainingProgress(ctx, id),
    })),
  );
}

/** An image of a recent run with a SCOUTER+ map of its class and a SCOUTER− map; one the model got right if there is one. */
async function findPairImage(ctx: Ctx): Promise<string | null> {
  const rows = await ctx.db.$queryRaw<{ imageId: string }[]>`
    WITH recent AS (
      SELECT "id", "imageIds" FROM "Run" WHERE "workspaceId" = ${ctx.workspaceId} ORDER BY "id" DESC LIMIT ${RECENT_RUNS}
    )
    SELECT n."imageId" AS "imageId"
    FROM recent r
    JOIN "RunArm" b ON b."runId" = r."id" AND b."explainerId" = 'scouter+'
    JOIN "Model" o ON o."id" = b."modelId"
    JOIN "SaliencyMap" n ON n."armId" = b."id"
    JOIN "Image" i ON i."id" = n."imageId"
    JOIN "DatasetClass" c ON c."id" = i."classId" AND c."name" = o."classNames"[n."target" + 1]
    LEFT JOIN "Prediction" p ON p."modelId" = o."id" AND p."imageId" = i."id"
    WHERE EXISTS (SELECT 1 FROM "SaliencyMap" m JOIN "RunArm" a ON a."id" = m."armId"
                  WHERE a."runId" = r."id" AND a."explainerId" = 'scouter-' AND m."imageId" = n."imageId")
    ORDER BY (o."classNames"[p."predictedIndex" + 1] IS NOT DISTINCT FROM c."name") DESC,
             array_length(r."imageIds", 1) DESC, r."id" DESC, array_position(r."imageIds", n."imageId")
    LIMIT 1`;
  return rows[0]?.imageId ?? null;
}
