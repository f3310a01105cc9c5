import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import {
  float32Entry,
  readSafetensors,
  toFloat32,
  writeSafetensors,
} from "#lib/formats/weights/safetensors.ts";
import type { ModelConfig } from "../model-config.ts";
import { CONFIG_KEY, readModelFile } from "../model-file.ts";
import type { NamedArrays } from "../named-array.ts";
import type { OptimiserState } from "./optimiser.ts";

const Progress = z.object({
  /** Epoch of the next batch, from 0. */
  epoch: z.int(),
  /** Its place in the epoch. */
  batch: z.int(),
  /** Steps done. */
  step: z.int(),
  /** Sums over the epoch's batches so far. */
  sums: z.object({ loss: z.number(), right: z.number(), area: z.number(), images: z.int() }),
  collapse: z.object({ steps: z.int(), loss: z.number(), accuracy: z.number(), area: z.number() }),
  best: z.object({ epoch: z.int(), accuracy: z.number() }).nullable(),
});
/** Where a training stands. Its randomness needs no state: every batch draws from its own stream of the seed. */
export type Progress = z.infer<typeof Progress>;

const Stored = z.object({ plan: z.string(), steps: z.int(), progress: Progress });

/** Everything a training needs to go on as if it had not been interrupted. */
export interface Checkpoint {
  config: ModelConfig;
  /** All tensors of the model. */
  arrays: NamedArrays;
  /** In the order of the trained parameters. */
  optimiser: OptimiserState;
  progress: Progress;
  /** Trained tensors and buffers of the best epoch, when those are to be kept. */
  best: NamedArrays | null;
}

const TRAINING_KEY = "whynot.training";
const OPTIMISER = "training.optimiser.";
const BEST = "training.best.";

/**
 * The checkpoint as a safetensors file. It is a model file too, with more in it. @param plan what the training is, as text:
 * a checkpoint is only ever continued under the same
 */
export function writeCheckpoint(
  checkpoint: Checkpoint,
  plan: string,
  trained: readonly string[],
): Uint8Array {
  const { config, arrays, optimiser, progress, best } = checkpoint;
  const entries: [string, ReturnType<typeof float32Entry>][] = [];
  const add = (name: string, shape: number[], data: Float32Array) =>
    entries.push([name, float32Entry(shape, data)]);
  for (const [name, { shape, data }] of Object.entries(arrays)) add(name, shape, data);
  for (const [part, values] of Object.entries(optimiser.arrays)) {
    for (const [i, data] of values.entries()) add(`${OPTIMISER}${part}.${trained[i]}`, [data.length], data);
  }
  for (const [name, { shape, data }] of Object.entries(best ?? {})) add(BEST + name, shape, data);
  const stored: z.infer<typeof Stored> = { plan, steps: optimiser.steps, progress };
  return writeSafetensors(Object.fromEntries(entries), {
    [CONFIG_KEY]: JSON.stringify(config),
    [TRAINING_KEY]: JSON.stringify(stored),
  });
}

/**
 * Reads a checkpoint of this very training.
 * @throws AppError `invalid` for a file that is none, `conflict` when it belongs to a training with other settings, data or engine
 */
export function readCheckpoint(file: Uint8Array, plan: string, trained: readonly string[]): Checkpoint {
  const { config, arrays } = readModelFile(file);
  const { tensors, metadata } = readSafetensors(file);
  const stored = parseStored(metadata[TRAINING_KEY]);
  if (stored.plan !== plan) {
    const differs = differingParts(stored.plan, plan);
    throw new AppError(
      "conflict",
      `The checkpoint belongs to another training (other ${differs.join(", ")}): give the same, or start afresh.`,
      { differs },
    );
  }
  const read = (name: string) => toFloat32(name, tensors[name]);
  const named = (prefix: string) => Object.keys(tensors).filter((name) => name.startsWith(prefix));
  const parts = [...new Set(named(OPTIMISER).map((name) => name.slice(OPTIMISER.length).split(".")[0]))];
  const optimiser = {
    steps: stored.steps,
    arrays: Object.fromEntries(
      parts.map((part) => [part, trained.map((name) => read(`${OPTIMISER}${part}.${name}`))]),
    ),
  };
  const best = named(BEST).map((name) => [
    name.slice(BEST.length),
    { shape: tensors[name].shape, data: read(name) },
  ]);
  return {
    config,
    arrays,
    optimiser,
    progress: stored.progress,
    best: best.length > 0 ? Object.fromEntries(best) : null,
  };
}

function parseStored(text: string | undefined): z.infer<typeof Stored> {
  try {
    return Stored.parse(JSON.parse(text ?? ""));
  } catch (cause) {
    throw new AppError("invalid", "This file is not a checkpoint of a training.", {}, cause);
  }
}

/** Which of a plan's parts are not the same, by name. */
function differingParts(stored: string, wanted: string): string[] {
  const [before, now] = [stored, wanted].map((text) => JSON.parse(text) as Record<string, unknown>);
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
}

/** The epoch that a checkpoint goes on with, from 0. @throws AppError `invalid` for a file that is none */
export function checkpointEpoch(file: Uint8Array): number {
  return parseStored(readSafetensors(file).metadata[TRAINING_KEY]).progress.epoch;
}
