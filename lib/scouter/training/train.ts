import { AppError } from "#lib/errors.ts";
import { createRandom, type Random } from "#lib/tensor/random.ts";
import { layersOf } from "../backbone/layers.ts";
import { findBackbone } from "../backbone/registry.ts";
import type { ForwardSession } from "../forward-session.ts";
import { initialise } from "../initialise.ts";
import { rampedLambda } from "../loss.ts";
import type { ModelConfig } from "../model-config.ts";
import type { NamedArrays } from "../named-array.ts";
import { type BatchSource, featureBatches, pictureBatches } from "./batches.ts";
import { type Checkpoint, type Progress, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { FRESH_COLLAPSE_STATE, observeStep, observeWeights } from "./collapse.ts";
import { evaluateSet } from "./evaluate.ts";
import { countRight, type EpochEvent, type OnTrainingEvent } from "./events.ts";
import { exampleMaps } from "./example-maps.ts";
import { openPassRunner, type Pass, type PassRunner, type PassStart } from "./pass.ts";
import { scheduleAt } from "./schedules.ts";
import type { TrainingSettings } from "./settings.ts";
import { type TrainedParts, trainedParts } from "./trained-parts.ts";
import { openTrainer, type Trainer } from "./trainer.ts";
import { balancedBatches, shuffledBatches, type TrainingSet } from "./training-set.ts";

export interface TrainingRequest {
  config: ModelConfig;
  settings: TrainingSettings;
  /** Tensors to begin with, by name; those it lacks are drawn from the seed. */
  initial: NamedArrays;
  train: TrainingSet;
  /** Never trained on; loss and accuracy on it are reported after every epoch. */
  validation: TrainingSet | null;
  /** Opens forward passes of the model as it is then. */
  openForward: (config: ModelConfig, arrays: NamedArrays) => Promise<ForwardSession>;
  /** Opens what computes the gradients: the active engine in this thread unless given. */
  openPasses?: (start: PassStart) => Promise<PassRunner>;
  /** Bytes that cached features may take. */
  cacheBytes: number;
  /** What else makes this training what it is (data, engine): a checkpoint is only continued under the same. */
  identity: Record<string, unknown>;
  resumeFrom: Uint8Array | null;
  /** Called after every epoch, on a cancellation, and when `checkpointMs` have gone by. */
  onCheckpoint: (file: Uint8Array) => Promise<void>;
  checkpointMs: number;
  onEvent: OnTrainingEvent;
  /** Milliseconds, for the time between checkpoints only. */
  now: () => number;
  /** Awaited before every step: where an engine never waits, it lets a cancellation in and words out. */
  nextTurn?: () => Promise<void>;
  signal?: AbortSignal;
}

export interface TrainingResult {
  arrays: NamedArrays;
  /** Epochs done, and the one whose weights these are, from 0. */
  epochs: number;
  epoch: number;
  stoppedEarly: boolean;
}

const FRESH_SUMS = { loss: 0, right: 0, area: 0, images: 0 };
const FRESH: Progress = {
  epoch: 0,
  batch: 0,
  step: 0,
  sums: FRESH_SUMS,
  collapse: FRESH_COLLAPSE_STATE,
  best: null,
};

/**
 * Trains a classifier: the whole network, what is above a frozen stage, or the head alone on cached features.
 * Loss = cross-entropy + lambda(p) area^power, lambda ramped over the training. The same seed, data, settings and engine
 * give the same weights, interrupted or not.
 * @throws AppError `cancelled` when the signal is raised, `invalid` for a collapse or settings that cannot work,
 * `conflict` for another training's checkpoint
 */
export async function train(request: TrainingRequest): Promise<TrainingResult> {
  const loop = await Training.open(request);
  try {
    return await loop.run();
  } catch (error) {
    if (!request.signal?.aborted) throw error;
    throw new AppError("cancelled", "The training was stopped.", {}, error);
  } finally {
    await loop.dispose();
  }
}

class Training {
  readonly #request: TrainingRequest;
  readonly #parts: TrainedParts;
  readonly #plan: string;
  readonly #random: Random;
  readonly #trainer: Trainer;
  readonly #source: BatchSource;
  readonly #backbone: ForwardSession | null;
  #progress: Progress;
  #best: NamedArrays | null;
  #savedAt: number;

  private constructor(
    request: TrainingRequest,
    parts: TrainedParts,
    start: {
      plan: string;
      random: Random;
      trainer: Trainer;
      source: BatchSource;
      backbone: ForwardSession | null;
    },
    checkpoint: Checkpoint | null,
  ) {
    this.#request = request;
    this.#parts = parts;
    this.#plan = start.plan;
    this.#random = start.random;
    this.#trainer = start.trainer;
    this.#source = start.source;
    this.#backbone = start.backbone;
    this.#progress = checkpoint?.progress ?? FRESH;
    this.#best = checkpoint?.best ?? null;
    this.#savedAt = request.now();
    if (checkpoint) this.#trainer.restoreOptimiser(checkpoint.optimiser);
  }

  static async open(request: TrainingRequest): Promise<Training> {
    const { config, settings, train: set, resumeFrom } = request;
    const parts = trainedParts(config, settings);
    const featureShape = layersOf(findBackbone(config.backbone), config.inputSize).output;
    const copyBytes =
      2 * set.labels.length * featureShape.height * featureShape.width * featureShape.channels;
    const copies = Math.min(settings.cachedCopies, Math.floor(request.cacheBytes / copyBytes));
    const plan = JSON.stringify({
      config,
      settings,
      copies: parts.isHeadOnly ? copies : 0,
      ...request.identity,
    });
    const checkpoint = resumeFrom ? readCheckpoint(resumeFrom, plan, parts.names) : null;
    const random = createRandom(settings.seed).fork(config.kind);
    const arrays = checkpoint?.arrays ?? { ...initialise(config, random.fork("weights")) };
    if (!checkpoint)
      for (const name of Object.keys(arrays)) arrays[name] = request.initial[name] ?? arrays[name];
    const changes = { augmentation: settings.augmentation, normalisation: config.normalisation };
    const backbone = parts.isHeadOnly ? await request.openForward(config, arrays) : null;
    const source = backbone
      ? featureBatches(set, {
          ...changes,
          session: backbone,
          featureShape,
          copies,
          random: random.fork("features"),
        })
      : pictureBatches(set, changes);
    const start = { config, arrays, parts, settings };
    const passes = await (request.openPasses?.(start) ?? openPassRunner(start));
    const trainer = openTrainer(passes, arrays, parts, settings);
    return new Training(request, parts, { plan, random, trainer, source, backbone }, checkpoint);
  }

  async dispose(): Promise<void> {
    this.#trainer.dispose();
    await this.#backbone?.dispose();
  }

  async run(): Promise<TrainingResult> {
    const { settings } = this.#request;
    let stoppedEarly = false;
    while (this.#progress.epoch < settings.epochs && !stoppedEarly) {
      await this.#runEpoch(this.#progress.epoch);
      stoppedEarly = await this.#endEpoch();
    }
    const { epoch, best } = this.#progress;
    const useBest = settings.keep === "best" && this.#best !== null && best !== null;
    const last = this.#trainer.arrays();
    return {
      arrays: useBest ? { ...last, ...this.#best } : last,
      epochs: epoch,
      epoch: useBest ? best.epoch : epoch - 1,
      stoppedEarly,
    };
  }

  #order(epoch: number): number[][] {
    const { settings, train: set } = this.#request;
    const random = this.#random.fork(`order ${epoch}`);
    const order =
      settings.sampling === "balanced"
        ? balancedBatches(set.labels, settings.batchSize, random)
        : shuffledBatches(set.labels.length, settings.batchSize, random);
    if (order.length > 0) return order;
    throw new AppError(
      "invalid",
      `There are ${set.labels.length} pictures to train on, fewer than a batch of ${settings.batchSize}: give more, or a smaller batch.`,
    );
  }

  #lambda(step: number, steps: number): number {
    const head = this.#request.config.slotHead;
    if (!head) return 0;
    const { ramp } = this.#request.settings;
    return ramp ? rampedLambda(head.lambda, step / steps, ramp) : head.lambda;
  }

  async #runEpoch(epoch: number): Promise<void> {
    const { settings, onEvent, signal } = this.#request;
    const order = this.#order(epoch);
    const steps = order.length * settings.epochs;
    await this.#source.begin(
      epoch,
      (done, total) => onEvent({ event: "preparing", epoch, done, total }),
      signal,
    );
    while (this.#progress.batch < order.length) {
      const { batch: place, step } = this.#progress;
      await this.#request.nextTurn?.();
      if (signal?.aborted) {
        await this.#save();
        signal.throwIfAborted();
      }
      const changes = this.#random.fork(`changes ${epoch} ${place}`);
      const batch = await this.#source.make(order[place], epoch, changes);
      const schedule = scheduleAt(settings.schedule, settings.learningRate, { step, steps, epoch });
      const lambda = this.#lambda(step, steps);
      const pass = await this.#trainer.step(batch, lambda, schedule);
      this.#note(pass, batch.labels, steps);
      const images = order[place].length;
      onEvent({
        event: "step",
        epoch,
        step: step + 1,
        steps,
        images,
        loss: pass.loss,
        learningRate: schedule.learningRate,
      });
      if (this.#request.now() - this.#savedAt >= this.#request.checkpointMs) await this.#save();
    }
  }

  /** Adds a step to what is known of the epoch, and looks whether the training still lives. */
  #note(pass: Pass, labels: readonly number[], steps: number): void {
    const { sums, step, batch, collapse, ...rest } = this.#progress;
    const right = countRight(pass.logits, labels);
    const classes = this.#request.config.classNames.length;
    const progress = (step + 1) / steps;
    const observed = {
      loss: pass.loss,
      accuracy: right / labels.length,
      area: pass.area,
      progress,
      classes,
      lambda: this.#request.config.slotHead?.lambda ?? 0,
    };
    this.#progress = {
      ...rest,
      step: step + 1,
      batch: batch + 1,
      collapse: observeStep(collapse, observed),
      sums: {
        loss: sums.loss + pass.loss * labels.length,
        right: sums.right + right,
        area: sums.area + (pass.area ?? 0) * labels.length,
        images: sums.images + labels.length,
      },
    };
  }

  /** @returns whether the training ends here, before its last epoch */
  async #endEpoch(): Promise<boolean> {
    const { config, settings, validation, onEvent, signal, openForward } = this.#request;
    const { epoch, sums } = this.#progress;
    const arrays = this.#trainer.arrays();
    let held: Pick<EpochEvent, "validationLoss" | "validationAccuracy"> = {
      validationLoss: null,
      validationAccuracy: null,
    };
    if (validation && validation.labels.length > 0) {
      const session = await openForward(config, arrays);
      try {
        held = await evaluateSet(session, validation, signal);
        onEvent({
          event: "examples",
          epoch,
          examples: await exampleMaps(config, arrays, session, validation),
        });
      } finally {
        await session.dispose();
      }
    }
    const slots = config.slotHead
      ? { area: sums.area / sums.images, lambda: this.#lambda(this.#progress.step, this.#steps()) }
      : {};
    onEvent({
      event: "epoch",
      epoch,
      epochs: settings.epochs,
      trainLoss: sums.loss / sums.images,
      trainAccuracy: sums.right / sums.images,
      ...held,
      ...slots,
    });
    this.#keepBest(arrays, held.validationAccuracy);
    const { best } = this.#progress;
    const waited = best ? epoch - best.epoch : 0;
    this.#progress = { ...this.#progress, epoch: epoch + 1, batch: 0, sums: FRESH_SUMS };
    await this.#save();
    return settings.patience !== null && waited >= settings.patience && epoch + 1 < settings.epochs;
  }

  #steps(): number {
    return this.#order(0).length * this.#request.settings.epochs;
  }

  #keepBest(arrays: NamedArrays, accuracy: number | null): void {
    const { best, epoch } = this.#progress;
    if (accuracy === null || (best && accuracy <= best.accuracy)) return;
    this.#progress = { ...this.#progress, best: { epoch, accuracy } };
    if (this.#request.settings.keep === "best") this.#best = this.#moved(arrays);
  }

  /** The tensors that training changes. */
  #moved(arrays: NamedArrays): NamedArrays {
    const buffers = this.#parts.norms.flatMap((norm) => [`${norm}.running_mean`, `${norm}.running_var`]);
    return Object.fromEntries([...this.#parts.names, ...buffers].map((name) => [name, arrays[name]]));
  }

  async #save(): Promise<void> {
    const arrays = this.#trainer.arrays();
    observeWeights(arrays);
    const checkpoint: Checkpoint = {
      config: this.#request.config,
      arrays,
      optimiser: this.#trainer.optimiserState(),
      progress: this.#progress,
      best: this.#best,
    };
    await this.#request.onCheckpoint(writeCheckpoint(checkpoint, this.#plan, this.#parts.names));
    this.#savedAt = this.#request.now();
  }
}
