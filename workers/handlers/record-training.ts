import type { Training } from "#lib/db/generated/client.ts";
import { persist } from "#lib/db/persist.ts";
import type { JobControl } from "#lib/jobs/define-handler.ts";
import type { EpochEvent, TrainingEvent } from "#lib/scouter/training/events.ts";
import type { Ctx } from "#lib/services/context.ts";
import { storeEngine } from "#lib/services/trainings/begin-training.ts";
import { storeCheckpoint } from "#lib/services/trainings/store-checkpoint.ts";
import { type EpochExample, storeEpoch, toEpochExamples } from "#lib/services/trainings/store-epoch.ts";
import type { TrainNote } from "#workers/compute/training/train-task.ts";

/** A step may take a millisecond; people read slower. */
const PROGRESS_MS = 1_000;

export interface TrainingRecorder {
  note(note: TrainNote): void;
  /** Waits until all that was noted is written. @throws what kept it from being written */
  settled(): Promise<void>;
}

export interface RecordTraining {
  training: Training;
  validationIds: readonly string[];
  job: Pick<JobControl, "progress" | "gotFurther">;
  /** Called once, when something cannot be written: what is computed from then on would be lost. */
  onFailure(): void;
}

/**
 * Writes down what a training process says: epochs and checkpoints in their order, so that a checkpoint never knows of
 * an epoch that is not there, and of checkpoints that wait only the newest.
 */
export function recordTraining(
  ctx: Ctx,
  { training, validationIds, job, onFailure }: RecordTraining,
): TrainingRecorder {
  const { id, steps, epochCount } = training;
  const begunMs = performance.now();
  let { step } = training;
  let examples: EpochExample[] = [];
  let newest: Uint8Array | null = null;
  let failure: unknown;
  let saidMs = 0;
  let writing = Promise.resolve();

  const seconds = () => training.seconds + (performance.now() - begunMs) / 1000;
  const enqueue = (write: () => Promise<void>) => {
    writing = writing.then(async () => {
      if (failure) return;
      try {
        await persist(write);
      } catch (error) {
        failure = error;
        onFailure();
      }
    });
  };
  /** Showing it is no reason to fail: the lease notices a lost database. */
  const say = (message: string, isLast = false) => {
    const nowMs = performance.now();
    if (nowMs - saidMs < PROGRESS_MS && !isLast) return;
    saidMs = nowMs;
    job.progress(step, steps, message).catch(() => {});
  };
  const keepEpoch = (event: EpochEvent) => {
    const about = { examples, seconds: seconds() };
    enqueue(async () => {
      await storeEpoch(ctx, id, event, about);
      say(`epoch ${event.epoch + 1} of ${epochCount} done`, true);
    });
  };
  const keepCheckpoint = (file: Uint8Array) => {
    newest = file;
    const about = { file, step, seconds: seconds() };
    enqueue(async () => {
      if (newest !== file) return;
      await storeCheckpoint(ctx, id, about);
      if (about.step > training.step) await job.gotFurther();
    });
  };
  const onEvent = (event: TrainingEvent) => {
    if (event.event === "preparing") say(`computing features, ${event.done} of ${event.total} images`);
    else if (event.event === "examples") examples = toEpochExamples(event.examples, validationIds);
    else if (event.event === "epoch") keepEpoch(event);
    else {
      step = event.step;
      say(`epoch ${event.epoch + 1} of ${epochCount}, loss ${event.loss.toFixed(3)}`, step === steps);
    }
  };

  return {
    note(note) {
      if (note.note === "reading") say(`reading images, ${note.done} of ${note.total}`);
      else if (note.note === "started") {
        if (training.engine === null) enqueue(() => storeEngine(ctx, id, note.engine));
      } else if (note.note === "checkpoint") keepCheckpoint(note.file);
      else onEvent(note.event);
    },
    async settled() {
      await writing;
      if (failure) throw failure;
    },
  };
}
