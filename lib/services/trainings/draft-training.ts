import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { ModelConfig } from "#lib/scouter/model-config.ts";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { bufferShapes, parameterShapes, type Shapes } from "#lib/scouter/parameters.ts";
import { chooseSplits, type TrainingSplits } from "#lib/scouter/training/choose-splits.ts";
import type { InitialModel } from "#lib/scouter/training/initial-model.ts";
import { planTraining, type TrainingPlan, TrainingWish } from "#lib/scouter/training/plan-training.ts";
import type { Ctx } from "../context.ts";

/** What starting a training takes: data, a name, perhaps a model to begin with, and what lib/scouter may be asked. */
export const StartTraining = TrainingWish.extend({
  versionId: z.string().min(1, "Choose the data to train on."),
  name: z.string().trim().min(1, "Give the model a name.").max(120),
  initialModelId: z.string().nullable().default(null),
});

export interface TrainingDraft {
  plan: TrainingPlan;
  splits: TrainingSplits<VersionEntry>;
  /** Steps of the whole training. */
  steps: number;
}

interface VersionEntry {
  imageId: string;
  split: string;
  className: string | null;
}

/**
 * What a wish comes to on this version's images: configuration, settings, splits. Nothing is written.
 * @throws AppError `not_found`, `invalid` naming what cannot work
 */
export async function draftTraining(
  ctx: Ctx,
  asked: { versionId: string; initialModelId: string | null; wish: TrainingWish },
): Promise<TrainingDraft> {
  const { versionId, initialModelId, wish } = asked;
  const [entries, initial] = await Promise.all([
    versionEntries(ctx, versionId),
    initialModelId === null ? null : initialModel(ctx, initialModelId, wish.kind),
  ]);
  const splits = chooseSplits(entries, wish.seed);
  const plan = planTraining(wish, splits.classNames, initial);
  const { batchSize, epochs } = plan.settings;
  const count = splits.train.length;
  if (count < batchSize) {
    throw new AppError(
      "invalid",
      `There are ${count} images to train on, fewer than a batch of ${batchSize}: choose a batch of ${count} or less, or a version with more images.`,
    );
  }
  return { plan, splits, steps: Math.floor(count / batchSize) * epochs };
}

async function versionEntries(ctx: Ctx, versionId: string): Promise<VersionEntry[]> {
  const version = await ctx.db.datasetVersion.findFirst({
    where: { id: versionId, dataset: { workspaceId: ctx.workspaceId } },
    select: { id: true },
  });
  if (!version) throw new AppError("not_found", "There is no such data set version in this workspace.");
  return ctx.db.versionImage.findMany({
    where: { versionId },
    orderBy: { position: "asc" },
    select: { imageId: true, split: true, className: true },
  });
}

/** Its configuration and shapes: whether it fits can be said without reading its numbers. */
async function initialModel(ctx: Ctx, modelId: string, kind: TrainingWish["kind"]): Promise<InitialModel> {
  const model = await ctx.db.model.findFirst({
    where: { id: modelId, workspaceId: ctx.workspaceId },
    select: { name: true, config: true },
  });
  if (!model) throw new AppError("not_found", "There is no such model in this workspace to begin with.");
  const parsed = ModelConfig.safeParse(model.config);
  if (!parsed.success) {
    throw new AppError(
      "invalid",
      `"${model.name}" cannot be trained further here: begin with another model.`,
    );
  }
  const config = parsed.data;
  if (config.kind !== "fc" && config.kind !== kind) {
    throw new AppError(
      "invalid",
      `"${model.name}" is of kind ${config.kind} and cannot become one of kind ${kind}: begin with a baseline (fc) or with a model of kind ${kind}.`,
    );
  }
  return { config, arrays: zeros({ ...parameterShapes(config), ...bufferShapes(config) }) };
}

/** Arrays that share one buffer: large networks are asked about with every change of a form. */
function zeros(shapes: Shapes): NamedArrays {
  const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const all = new Float32Array(Math.max(...Object.values(shapes).map(sizeOf)));
  const entries = Object.entries(shapes).map(
    ([name, shape]) => [name, { shape, data: all.subarray(0, sizeOf(shape)) }] as const,
  );
  return Object.fromEntries(entries);
}
