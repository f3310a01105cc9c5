import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { availableParallelism, freemem } from "node:os";
import { basename, dirname } from "node:path";
import { AppError } from "#lib/errors.ts";
import { parameterCount } from "#lib/scouter/parameters.ts";
import { checkpointEpoch } from "#lib/scouter/training/checkpoint.ts";
import type { TrainingPlan } from "#lib/scouter/training/plan-training.ts";
import { replaceFile } from "#lib/storage/replace-file.ts";
import type { GradientEngine } from "#lib/tensor/engine-names.ts";
import { openComputePool } from "#workers/compute/pool.ts";
import type { PictureList } from "#workers/compute/training/picture-list.ts";
import type { TrainInput, TrainNote, TrainOutput } from "#workers/compute/training/train-task.ts";
import { openTrainingLog, type TrainingLog } from "./training-log.ts";
import { openScreen } from "./training-screen.ts";

/** How a training is run on this machine; nothing here changes its result but the engine. */
export interface TrainingMachine {
  engine?: GradientEngine;
  /** Of a forward pass. */
  threads?: number;
  /** For pictures and features, in MB. */
  memory?: number;
  /** Start over where a checkpoint lies. */
  fresh: boolean;
}

export interface TrainModelRequest extends TrainingMachine {
  plan: TrainingPlan;
  train: PictureList;
  validation: PictureList;
  test?: Readonly<Record<string, PictureList>>;
  /** SHA-256 of which data this is. */
  fingerprint: string;
  /** Weights to write; the log goes beside them. */
  out: string;
  /** The command, for the log. */
  command: string;
  /** Folder where decoded pictures are left for the next training on them. */
  keepPicturesIn?: string;
}

export interface TrainedModel {
  out: string;
  parameters: number;
  epochs: number;
  /** The epoch whose weights these are, from 0. */
  epoch: number;
  stoppedEarly: boolean;
  engine: TrainOutput["engine"];
  sha256: string;
  /** Over all its pieces. */
  seconds: number;
  answers: TrainOutput["answers"];
}

/** How long a process may take to notice Ctrl-C; a step of a large network may take longer, and is then given up. */
const CANCEL_GRACE_MS = 2_500;
/** What an interrupted training may lose at most. */
const CHECKPOINT_MS = 60_000;
const MEGABYTE = 1024 * 1024;

const beside = (out: string, ending: string) => out.replace(/(\.safetensors)?$/, ending);
export const checkpointFileOf = (out: string) => beside(out, ".checkpoint");
export const logFileOf = (out: string) => beside(out, ".log.jsonl");

/**
 * Trains in a process of its own and writes weights, log and, while it lasts, a checkpoint with which the same request goes on.
 * Ctrl-C stops it within seconds. @throws AppError `cancelled`, `invalid` for a collapse, `conflict` for another's checkpoint
 */
export async function trainModel(request: TrainModelRequest): Promise<TrainedModel> {
  const { plan, train, validation, fingerprint, out } = request;
  const checkpoint = checkpointFileOf(out);
  const resumeFrom = request.fresh ? null : await readFile(checkpoint).catch(() => null);
  const input = inputOf(request, resumeFrom);
  const data = { train: train.names.length, validation: validation.names.length, fingerprint };
  const { config, settings } = plan;
  let log: TrainingLog | null = null;
  const openLog = async (engine: TrainOutput["engine"]) => {
    const start = { command: request.command, engine, data, settings, config };
    log = await openTrainingLog(logFileOf(out), start, resumeFrom && checkpointEpoch(resumeFrom));
  };
  const screen = openScreen(settings.epochs * train.names.length, resumeFrom !== null);
  const pool = openComputePool({
    size: 1,
    idleMs: 0,
    engines: input.engines,
    cancelGraceMs: CANCEL_GRACE_MS,
  });
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.on("SIGINT", onSignal);
  let writing: Promise<unknown> = Promise.resolve();
  let unwritten: Error | null = null;
  /** In order; what cannot be written stops the training, because the rest would be lost too. */
  const write = (work: () => Promise<unknown> | undefined) => {
    writing = writing.then(work).catch((error: Error) => {
      unwritten ??= error;
      stop.abort();
    });
  };
  const written = async () => {
    await writing;
    if (unwritten) throw unwritten instanceof AppError ? unwritten : cannotWrite(out, unwritten);
  };
  const onNote = (note: TrainNote) => {
    screen.show(note);
    if (note.note === "started") write(() => openLog(note.engine));
    else if (note.note === "checkpoint") write(() => replaceFile(checkpoint, note.file));
    else if (note.note === "event" && note.event.event === "epoch") {
      const { event } = note;
      write(() => log?.epoch(event));
    }
  };
  try {
    await makeFolder(out);
    const output = await pool.run("train", input, { signal: stop.signal, onNote });
    await written();
    const { weights, answers, ...rest } = output;
    const sha256 = createHash("sha256").update(weights).digest("hex");
    const summary = { parameters: parameterCount(config), ...rest, sha256 };
    const seconds = await (log as TrainingLog | null)?.end(summary);
    await replaceFile(out, weights);
    await rm(checkpoint, { force: true });
    return { out, ...summary, seconds: seconds ?? 0, answers };
  } catch (error) {
    await written();
    throw await explain(error, checkpoint);
  } finally {
    screen.close();
    process.removeListener("SIGINT", onSignal);
    await pool.close();
  }
}

const cannotWrite = (out: string, error: Error) =>
  new AppError("invalid", `${dirname(out)} cannot be written to: ${error.message}.`, {}, error);

async function makeFolder(out: string): Promise<void> {
  await mkdir(dirname(out), { recursive: true }).catch((error: Error) => {
    throw cannotWrite(out, error);
  });
}

function inputOf(request: TrainModelRequest, resumeFrom: Uint8Array | null): TrainInput {
  const { plan, train, validation, test = {}, fingerprint, engine, threads, memory } = request;
  return {
    config: plan.config,
    settings: plan.settings,
    initial: plan.initial,
    train,
    validation,
    test,
    dataFingerprint: fingerprint,
    resumeFrom,
    checkpointMs: CHECKPOINT_MS,
    engines: { gradient: engine },
    threads: threads ?? availableParallelism(),
    memoryBytes: memory ? memory * MEGABYTE : freemem() / 2,
    keepPicturesIn: request.keepPicturesIn,
  };
}

/** What is left after an end before the end, in words. */
async function explain(error: unknown, checkpoint: string): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== "cancelled") return error;
  const isSaved = await readFile(checkpoint).then(
    () => true,
    () => false,
  );
  const next = isSaved
    ? `The same command goes on from ${basename(checkpoint)}; with --fresh it starts over.`
    : "Nothing was learnt yet that could be kept.";
  return new AppError("cancelled", `Stopped. ${next}`);
}
