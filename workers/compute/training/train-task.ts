import type { ModelConfig } from "#lib/scouter/model-config.ts";
import { writeModelFile } from "#lib/scouter/model-file.ts";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { openForward } from "#lib/scouter/open-model.ts";
import { predictSet } from "#lib/scouter/training/evaluate.ts";
import type { TrainingEvent } from "#lib/scouter/training/events.ts";
import { countShares, openParallelPassRunner } from "#lib/scouter/training/parallel-pass.ts";
import type { TrainingSettings } from "#lib/scouter/training/settings.ts";
import { train } from "#lib/scouter/training/train.ts";
import { trainedParts } from "#lib/scouter/training/trained-parts.ts";
import type { TrainingEngine } from "#lib/scouter/training/training-engine.ts";
import type { TrainingSet } from "#lib/scouter/training/training-set.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import { describeEngine, type EngineWish } from "#lib/tensor/engine-names.ts";
import type { PictureList } from "./picture-list.ts";
import { openPictures } from "./pictures.ts";

/** A training as a process is asked for it. */
export interface TrainInput {
  config: ModelConfig;
  settings: TrainingSettings;
  /** Tensors to begin with; those it lacks are drawn from the seed. */
  initial: NamedArrays;
  train: PictureList;
  validation: PictureList | null;
  /** Other splits, on which the trained model answers at the end. */
  test: Readonly<Record<string, PictureList>>;
  /** Which data this is; a checkpoint is only continued on the same. */
  dataFingerprint: string;
  resumeFrom: Uint8Array | null;
  checkpointMs: number;
  engines: EngineWish;
  /** Of a forward pass on onnxruntime, and of gradients on wasm. */
  threads: number;
  /** Into how many shares batches are cut, one a thread, where the number follows from an earlier attempt. */
  shares?: number;
  /** For decoded pictures and cached features, together. */
  memoryBytes: number;
  /** Folder where decoded pictures are left for the next training on them. */
  keepPicturesIn?: string;
}

export interface TrainOutput {
  /** The trained model's file. */
  weights: Uint8Array;
  epochs: number;
  /** The epoch whose weights these are, from 0. */
  epoch: number;
  stoppedEarly: boolean;
  engine: TrainingEngine;
  /** What the model answers on the validation set and each other split, [count, n]. */
  answers: Record<string, { labels: readonly number[]; logits: Float32Array }>;
}

/** What a training process says before it is done. */
export type TrainNote =
  | { note: "reading"; done: number; total: number }
  | { note: "started"; engine: TrainOutput["engine"]; resumed: boolean }
  | { note: "event"; event: TrainingEvent }
  | { note: "checkpoint"; file: Uint8Array };

interface Surroundings {
  signal: AbortSignal;
  /** Resolves when it has left this process. */
  note(note: TrainNote): Promise<void>;
}

/** Lets messages in and out of this process. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Half of the memory for pictures, half for features. */
const SHARE = 0.5;

/** Trains, and answers on the splits that were not trained on. */
export async function runTrainTask(input: TrainInput, { signal, note }: Surroundings): Promise<TrainOutput> {
  const { config, settings } = input;
  const engines = await selectEngines(input.engines);
  // Native engines have threads of their own; of wasm every thread is an engine.
  const cut = () => countShares(settings, trainedParts(config, settings), input.threads);
  const shares = engines.gradient.name === "wasm" ? (input.shares ?? cut()) : 1;
  const engine = {
    forward: describeEngine(engines.forward),
    gradient: describeEngine(engines.gradient),
    shares,
  };
  const forward = (model: ModelConfig, arrays: NamedArrays) =>
    openForward(model, arrays, { ...input.engines, threads: input.threads });
  const set = await openPictures(input.train, {
    config,
    memoryBytes: SHARE * input.memoryBytes,
    keepIn: input.keepPicturesIn,
    onProgress: (done, total) => note({ note: "reading", done, total }),
    signal,
  });
  const validation = input.validation && (await openPictures(input.validation, held(input, signal)));
  note({ note: "started", engine, resumed: input.resumeFrom !== null });
  const { arrays, ...result } = await train({
    config,
    settings,
    initial: input.initial,
    train: set,
    validation,
    openForward: forward,
    openPasses:
      shares === 1
        ? undefined
        : (start) => openParallelPassRunner({ ...start, engine: "wasm", threads: shares }),
    cacheBytes: (1 - SHARE) * input.memoryBytes,
    identity: { data: input.dataFingerprint, engine: engine.gradient, shares },
    resumeFrom: input.resumeFrom,
    onCheckpoint: (file) => note({ note: "checkpoint", file }),
    checkpointMs: input.checkpointMs,
    onEvent: (event) => note({ note: "event", event }),
    now: () => performance.now(),
    nextTurn,
    signal,
  });
  const answers = await answer(input, arrays, validation, forward, signal);
  return { weights: writeModelFile(config, arrays), ...result, engine, answers };
}

/** Pictures that are not trained on are looked at once an epoch: a quarter of the pictures' share may stay in memory. */
const held = ({ config, memoryBytes, keepPicturesIn }: TrainInput, signal: AbortSignal) => ({
  config,
  keepIn: keepPicturesIn,
  memoryBytes: (SHARE * memoryBytes) / 4,
  signal,
});

async function answer(
  input: TrainInput,
  arrays: NamedArrays,
  validation: TrainingSet | null,
  forward: (config: ModelConfig, arrays: NamedArrays) => ReturnType<typeof openForward>,
  signal: AbortSignal,
): Promise<TrainOutput["answers"]> {
  const session = await forward(input.config, arrays);
  const answers: TrainOutput["answers"] = {};
  try {
    const add = async (split: string, set: TrainingSet) => {
      if (set.labels.length === 0) return;
      answers[split] = { labels: set.labels, logits: await predictSet(session, set, signal) };
    };
    if (validation) await add("validation", validation);
    for (const [split, list] of Object.entries(input.test))
      await add(split, await openPictures(list, { ...held(input, signal), memoryBytes: 0 }));
  } finally {
    await session.dispose();
  }
  return answers;
}
