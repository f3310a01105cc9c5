import { AppError } from "#lib/errors.ts";
import { defineHandler } from "#lib/jobs/define-handler.ts";
import { modelTrain } from "#lib/jobs/definitions/model-train.ts";
import { parameterCount } from "#lib/scouter/parameters.ts";
import type { Ctx } from "#lib/services/context.ts";
import { beginTraining } from "#lib/services/trainings/begin-training.ts";
import { failTraining } from "#lib/services/trainings/fail-training.ts";
import { finishTraining } from "#lib/services/trainings/finish-training.ts";
import { sweepCheckpoints } from "#lib/services/trainings/store-checkpoint.ts";
import type { EngineWish } from "#lib/tensor/engine-names.ts";
import { type ComputePool, ProcessDied } from "#workers/compute/pool.ts";
import type { TrainOutput } from "#workers/compute/training/train-task.ts";
import { recordTraining } from "./record-training.ts";
import { type PreparedTraining, prepareTraining } from "./training-input.ts";

export interface TrainingPlace {
  /** A process of its own: whatever else the worker does goes on beside it. */
  compute: ComputePool;
  /** Where this installation's stored files lie. */
  filesFolder: string;
  engines: EngineWish;
  /** What a training may take for images and features. */
  memoryMb(): number;
}

/** Trains a model, from its checkpoint on if there is one; writes down every epoch and, at the end, the model. */
export const trainModel = ({ compute, filesFolder, engines, memoryMb }: TrainingPlace) =>
  defineHandler(
    modelTrain,
    async ({ ctx, payload: { trainingId }, job }) => {
      const training = await beginTraining(ctx, trainingId, { memoryMb: memoryMb() });
      if (!training) return;
      await sweepCheckpoints(ctx);
      const prepared = await prepareTraining(ctx, training, { filesFolder, engines });
      const broken = new AbortController();
      const { validationIds } = prepared;
      const onFailure = () => broken.abort();
      const recorder = recordTraining(ctx, { training, validationIds, job, onFailure });
      try {
        const output = await compute.run("train", prepared.task, {
          signal: AbortSignal.any([job.signal, broken.signal]),
          onNote: recorder.note,
        });
        await recorder.settled();
        await finish(ctx, trainingId, prepared, output);
      } catch (error) {
        await recorder.settled();
        throw inWords(error);
      }
    },
    {
      onFailed: ({ ctx, payload, message, error }) =>
        failTraining(ctx, payload.trainingId, { message, collapse: collapseOf(error) }),
    },
  );

async function finish(ctx: Ctx, trainingId: string, prepared: PreparedTraining, output: TrainOutput) {
  const { weights, epochs, epoch, stoppedEarly, engine, answers } = output;
  const { config, dataFingerprint } = prepared.task;
  const held = prepared.isDrawn ? undefined : answers.validation;
  await finishTraining(ctx, trainingId, {
    weights,
    end: { parameters: parameterCount(config), epochs, epoch, stoppedEarly, engine },
    fingerprint: dataFingerprint,
    answers: held && { imageIds: prepared.validationIds, logits: held.logits },
  });
}

/** How a training has collapsed; null for any other error. */
function collapseOf(error: unknown): string | null {
  if (!(error instanceof AppError) || error.details.reason !== "collapsed") return null;
  return String(error.details.how);
}

function inWords(error: unknown): unknown {
  if (!(error instanceof ProcessDied)) return error;
  return new Error(
    `The process that trains was ended (${error.how}), most likely because there was not enough memory. If that happens again, choose a smaller batch or input size.`,
    { cause: error },
  );
}
