import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Training } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { ModelConfig } from "#lib/scouter/model-config.ts";
import { readModelFile } from "#lib/scouter/model-file.ts";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { chooseSplits, type Labelled } from "#lib/scouter/training/choose-splits.ts";
import { takeMatching } from "#lib/scouter/training/plan-training.ts";
import { TrainingSettings } from "#lib/scouter/training/settings.ts";
import type { TrainingEngine } from "#lib/scouter/training/training-engine.ts";
import type { Ctx } from "#lib/services/context.ts";
import type { EngineWish } from "#lib/tensor/engine-names.ts";
import type { PictureList } from "#workers/compute/training/picture-list.ts";
import type { TrainInput } from "#workers/compute/training/train-task.ts";
import { type VersionItem, versionImages } from "./version-images.ts";

/** What a killed worker or process loses at most, besides the step it was at. */
const CHECKPOINT_MS = 60_000;
const MEGABYTE = 1024 * 1024;

export interface PreparedTraining {
  task: TrainInput;
  /** Validation images in the order of the task. */
  validationIds: string[];
  /** Whether they were set aside from the images to train on. */
  isDrawn: boolean;
}

/** Everything the process needs, the same at every attempt: data by the version and seed, tensors, checkpoint. */
export async function prepareTraining(
  ctx: Ctx,
  training: Training,
  { filesFolder, engines }: { filesFolder: string; engines: EngineWish },
): Promise<PreparedTraining> {
  const config = ModelConfig.parse(training.config);
  const settings = TrainingSettings.parse(training.settings);
  const images = await versionImages(ctx.db, training.versionId);
  const { train, validation, isDrawn } = chooseSplits(images, settings.seed);
  const list = (items: readonly Labelled<VersionItem>[]): PictureList => ({
    store: { kind: "files", folder: filesFolder },
    names: items.map(({ sha256 }) => sha256),
    labels: items.map(({ className }) => config.classNames.indexOf(className)),
  });
  // One core is left to whoever waits for a page or a map.
  const threads = Math.max(1, availableParallelism() - 1);
  const task = {
    config,
    settings,
    initial: await initialTensors(ctx, config, training.initialModelId),
    train: list(train),
    validation: validation.length > 0 ? list(validation) : null,
    test: {},
    dataFingerprint: fingerprint([...train, ...validation]),
    resumeFrom: training.checkpointSha256 ? await ctx.storage.get(training.checkpointSha256) : null,
    checkpointMs: CHECKPOINT_MS,
    engines: { ...(sameEngines(training.engine) ?? engines), threads },
    threads,
    shares: sharesOf(training.engine),
    memoryBytes: (training.memoryMb ?? 0) * MEGABYTE,
  };
  return { task, validationIds: validation.map(({ imageId }) => imageId), isDrawn };
}

async function initialTensors(ctx: Ctx, config: ModelConfig, modelId: string | null): Promise<NamedArrays> {
  if (modelId === null) return {};
  const model = await ctx.db.model.findUnique({ where: { id: modelId }, select: { weightsSha256: true } });
  if (!model) throw new AppError("not_found", "The model to begin with no longer exists.");
  return takeMatching(config, readModelFile(await ctx.storage.get(model.weightsSha256))).arrays;
}

function fingerprint(items: readonly Labelled<VersionItem>[]): string {
  const hash = createHash("sha256");
  for (const { sha256, className } of items) hash.update(`${sha256}\t${className}\n`);
  return hash.digest("hex");
}

/** As a training began, so it goes on: what a normalisation sees depends on it. */
const sharesOf = (stored: unknown) => (stored as TrainingEngine | null)?.shares;

/** Another engine rounds otherwise: a training that has begun goes on with the two it began on. */
function sameEngines(stored: unknown): EngineWish | null {
  if (stored === null) return null;
  const { forward, gradient } = stored as TrainingEngine;
  const nameOf = (engine: string) => engine.split(" ")[0];
  return { forward: nameOf(forward), gradient: nameOf(gradient) } as EngineWish;
}
