import { requireCan } from "#lib/auth/can.ts";
import type { ModelKind, TrainingState } from "#lib/db/generated/enums.ts";
import type { Ctx } from "../context.ts";
import { type Page, type PageRequest, toPage } from "../keyset.ts";

export interface TrainingSummary {
  id: string;
  name: string;
  state: TrainingState;
  kind: ModelKind;
  backbone: string;
  step: number;
  steps: number;
  epochs: number;
  epochCount: number;
  /** Images a step. */
  batchSize: number;
  datasetName: string;
  versionNumber: number;
  /** The trained model. */
  modelId: string | null;
  /** Of the last epoch. */
  accuracy: number | null;
  createdAt: Date;
}

const PAGE_SIZE = 30;

/** Trainings, newest first; only those under way when `active` is set. */
export async function listTrainings(
  ctx: Ctx,
  { active, ...request }: PageRequest & { active?: boolean } = {},
): Promise<Page<TrainingSummary>> {
  requireCan(ctx, "model:read");
  const { after, before } = request;
  const trainings = await ctx.db.training.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(active ? { state: { in: ["queued", "running"] } } : {}),
      ...(before ? { id: { gt: before } } : after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: before ? "asc" : "desc" },
    take: PAGE_SIZE + 1,
    select: {
      id: true,
      name: true,
      state: true,
      kind: true,
      backbone: true,
      step: true,
      steps: true,
      epochCount: true,
      modelId: true,
      settings: true,
      createdAt: true,
      version: { select: { number: true, dataset: { select: { name: true } } } },
    },
  });
  const last = await lastEpochs(ctx, trainings);
  const rows = trainings.map(({ version, settings, ...training }) => ({
    ...training,
    batchSize: (settings as { batchSize: number }).batchSize,
    epochs: (last.get(training.id)?.epoch ?? -1) + 1,
    accuracy: last.get(training.id)?.accuracy ?? null,
    datasetName: version.dataset.name,
    versionNumber: version.number,
  }));
  return toPage(rows, PAGE_SIZE, request, (training) => training.id);
}

interface LastEpoch {
  trainingId: string;
  epoch: number;
  accuracy: number | null;
}

async function lastEpochs(ctx: Ctx, trainings: readonly { id: string }[]): Promise<Map<string, LastEpoch>> {
  const rows = await ctx.db.$queryRaw<LastEpoch[]>`
    SELECT DISTINCT ON ("trainingId") "trainingId", "epoch", "validationAccuracy" AS "accuracy"
    FROM "TrainingEpoch" WHERE "trainingId" = ANY(${trainings.map(({ id }) => id)})
    ORDER BY "trainingId", "epoch" DESC`;
  return new Map(rows.map((row) => [row.trainingId, row]));
}
