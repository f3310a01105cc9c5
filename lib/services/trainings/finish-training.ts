import type { Tx } from "#lib/db/client.ts";
import type { Model, Training } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { registerModel } from "../models/register-model.ts";
import { requestClassificationReports } from "../models/request-classification-report.ts";
import { storePredictions } from "../models/store-predictions.ts";
import { isOver, requireTraining } from "./require-training.ts";
import { releaseCheckpoint } from "./store-checkpoint.ts";
import { type TrainingEnd, trainingLog } from "./training-log.ts";

export interface FinishTraining {
  weights: Uint8Array;
  end: TrainingEnd;
  /** SHA-256 over what was trained on. */
  fingerprint: string;
  /** What it answers on images it was not trained on, [images, classes]. */
  answers?: { imageIds: readonly string[]; logits: Float32Array };
}

/** Names tried before giving up: somebody else may have taken the wanted one meanwhile. */
const NAMES = 100;
/** Writing a large model takes its time. */
const TIMEOUT_MS = 120_000;

/**
 * Registers the trained model with its log and ends the training. The training's row is held all the while: a worker
 * that was overtaken, or one that takes over from a dead one, finds the model that is there.
 * @throws AppError `cancelled` for a training that was stopped meanwhile
 */
export async function finishTraining(
  ctx: Ctx,
  trainingId: string,
  result: FinishTraining,
): Promise<{ modelId: string }> {
  const { modelId, checkpoint } = await ctx.db.$transaction(
    async (tx) => {
      const training = await requireTraining(tx, ctx, trainingId);
      const { state, checkpointSha256: checkpoint } = training;
      if (training.modelId) return { modelId: training.modelId, checkpoint };
      if (isOver(training)) {
        throw new AppError("cancelled", `The training is ${state}: its result is not wanted now.`);
      }
      const model =
        (await findMade(tx, training)) ??
        (await registerUnderFreeName(ctx, training, result.weights, await readLog(tx, training, result)));
      const { answers } = result;
      if (answers) {
        await storePredictions(ctx, model.id, answers.imageIds, answers.logits);
        const subject = { versionId: training.versionId, modelIds: [model.id] };
        await requestClassificationReports(tx, training.workspaceId, subject);
      }
      await tx.training.update({
        where: { id: trainingId },
        data: {
          state: "succeeded",
          modelId: model.id,
          error: null,
          checkpointSha256: null,
          finishedAt: ctx.clock(),
        },
      });
      await audit(tx, ctx, "training.finish", `training:${trainingId}`, { modelId: model.id });
      return { modelId: model.id, checkpoint };
    },
    { timeout: TIMEOUT_MS },
  );
  if (checkpoint) await releaseCheckpoint(ctx, checkpoint);
  return { modelId };
}

async function readLog(tx: Tx, training: Training, { end, fingerprint }: FinishTraining): Promise<object[]> {
  const [epochs, version] = await Promise.all([
    tx.trainingEpoch.findMany({ where: { trainingId: training.id }, orderBy: { epoch: "asc" } }),
    tx.datasetVersion.findUniqueOrThrow({
      where: { id: training.versionId },
      select: { number: true, dataset: { select: { name: true } } },
    }),
  ]);
  const data = { dataset: version.dataset.name, version: version.number, fingerprint };
  return trainingLog(training, epochs, end, data);
}

function findMade(tx: Tx, { id, workspaceId }: Training): Promise<Pick<Model, "id"> | null> {
  return tx.model.findFirst({
    where: { workspaceId, training: { path: ["trainingId"], equals: id } },
    select: { id: true },
  });
}

async function registerUnderFreeName(
  ctx: Ctx,
  { id, name }: Training,
  weights: Uint8Array,
  log: object[],
): Promise<Model> {
  for (let number = 1; ; number++) {
    const wanted = number === 1 ? name : `${name.slice(0, 114)} ${number}`;
    try {
      return await registerModel(ctx, { name: wanted, weights, training: { trainingId: id, log } });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "conflict" || number === NAMES) throw error;
    }
  }
}
