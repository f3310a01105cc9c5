import { requireCan } from "#lib/auth/can.ts";
import type { ModelKind, TrainingState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import { TrainingSettings } from "#lib/scouter/training/settings.ts";
import type { TrainingEngine } from "#lib/scouter/training/training-engine.ts";
import type { Ctx } from "../context.ts";
import { getTrainingProgress, type TrainingProgress } from "./get-training-progress.ts";

/** What an epoch gave, without its maps. */
export interface EpochValues {
  /** From 0. */
  epoch: number;
  trainLoss: number;
  trainAccuracy: number;
  validationLoss: number | null;
  validationAccuracy: number | null;
  area: number | null;
  lambda: number | null;
}

export interface TrainingDetail {
  id: string;
  name: string;
  state: TrainingState;
  kind: ModelKind;
  backbone: string;
  inputSize: number;
  wish: unknown;
  config: unknown;
  settings: Record<string, unknown>;
  collapse: string | null;
  trainCount: number;
  validationCount: number;
  unlabelledCount: number;
  /** Of training so far. */
  seconds: number;
  engine: TrainingEngine | null;
  /** Name of the person who started it; null for a command, or somebody who is gone. */
  startedBy: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  version: { id: string; number: number; datasetId: string; datasetName: string };
  initialModel: { id: string; name: string } | null;
  /** The trained model. */
  model: { id: string; name: string } | null;
  progress: TrainingProgress;
  /** Of a very long training an even selection, the last one always with it. */
  epochs: EpochValues[];
}

/** More points than a curve shows. */
const MAX_EPOCHS = 400;

/** @throws AppError `not_found` */
export async function getTraining(ctx: Ctx, trainingId: string): Promise<TrainingDetail> {
  requireCan(ctx, "model:read");
  const training = await ctx.db.training.findFirst({
    where: { id: trainingId, workspaceId: ctx.workspaceId },
    select: {
      id: true,
      name: true,
      state: true,
      kind: true,
      backbone: true,
      inputSize: true,
      wish: true,
      config: true,
      settings: true,
      collapse: true,
      trainCount: true,
      validationCount: true,
      unlabelledCount: true,
      seconds: true,
      engine: true,
      startedBy: true,
      createdAt: true,
      startedAt: true,
      finishedAt: true,
      version: { select: { id: true, number: true, dataset: { select: { id: true, name: true } } } },
      initialModel: { select: { id: true, name: true } },
      model: { select: { id: true, name: true } },
    },
  });
  if (!training) throw new AppError("not_found", "There is no such training in this workspace.");
  const { version, settings, engine, startedBy, ...rest } = training;
  const [progress, epochs, person] = await Promise.all([
    getTrainingProgress(ctx, trainingId),
    readEpochs(ctx, trainingId),
    findPerson(ctx, startedBy),
  ]);
  return {
    ...rest,
    startedBy: person,
    settings: inOrder(settings),
    engine: engine as TrainingDetail["engine"],
    version: {
      id: version.id,
      number: version.number,
      datasetId: version.dataset.id,
      datasetName: version.dataset.name,
    },
    progress,
    epochs,
  };
}

async function findPerson(ctx: Ctx, actor: string): Promise<string | null> {
  const [, userId] = /^user:(.+)$/.exec(actor) ?? [];
  if (!userId) return null;
  const person = await ctx.db.user.findUnique({ where: { id: userId }, select: { name: true } });
  return person?.name ?? null;
}

/** The database sorts names its own way; the schema's order is easier to read. */
function inOrder(settings: unknown): Record<string, unknown> {
  const parsed = TrainingSettings.safeParse(settings);
  return parsed.success ? parsed.data : (settings as Record<string, unknown>);
}

function readEpochs(ctx: Ctx, trainingId: string): Promise<EpochValues[]> {
  return ctx.db.$queryRaw<EpochValues[]>`
    SELECT "epoch", "trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy", "area", "lambda"
    FROM (SELECT *, max("epoch") OVER () AS "last" FROM "TrainingEpoch" WHERE "trainingId" = ${trainingId}) e
    WHERE ("last" - "epoch") % (1 + "last" / ${MAX_EPOCHS}::int) = 0
    ORDER BY "epoch"`;
}
