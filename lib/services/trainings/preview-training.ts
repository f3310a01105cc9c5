import { requireCan } from "#lib/auth/can.ts";
import { parameterShapes } from "#lib/scouter/parameters.ts";
import type { TrainingSettings } from "#lib/scouter/training/settings.ts";
import { trainedParts } from "#lib/scouter/training/trained-parts.ts";
import type { Ctx } from "../context.ts";
import { draftTraining, StartTraining } from "./draft-training.ts";
import { measuredMsPerImage } from "./measured-speed.ts";

export interface TrainingPreview {
  train: number;
  validation: number;
  /** Whether the validation images are drawn from those to train on. */
  isDrawn: boolean;
  unlabelled: number;
  untouched: number;
  classNames: string[];
  steps: number;
  settings: TrainingSettings;
  backbone: string;
  inputSize: number;
  parameters: number;
  /** Of them, how many are trained. */
  trainedParameters: number;
  warnings: string[];
  /** From the last training of the like; null when there is none. */
  expectedSeconds: number | null;
  msPerImage: number | null;
}

const Wish = StartTraining.omit({ name: true });

/**
 * What a training would be, before it is started.
 * @throws AppError as `startTraining`, for all that does not hang on the name
 */
export async function previewTraining(ctx: Ctx, input: unknown): Promise<TrainingPreview> {
  const { versionId, initialModelId, ...wish } = Wish.parse(input);
  requireCan(ctx, "model:write");
  const { plan, splits, steps } = await draftTraining(ctx, { versionId, initialModelId, wish });
  const { config, settings, warnings } = plan;
  const msPerImage = await measuredMsPerImage(ctx, config, settings);
  const shapes = parameterShapes(config);
  const count = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + shapes[name].reduce((a, b) => a * b, 1), 0);
  return {
    train: splits.train.length,
    validation: splits.validation.length,
    isDrawn: splits.isDrawn,
    unlabelled: splits.unlabelled,
    untouched: splits.untouched,
    classNames: config.classNames,
    steps,
    settings,
    backbone: config.backbone,
    inputSize: config.inputSize,
    parameters: count(Object.keys(shapes)),
    trainedParameters: count(trainedParts(config, settings).names),
    warnings: splits.validation.length === 0 ? [...warnings, NO_VALIDATION] : warnings,
    expectedSeconds: msPerImage === null ? null : (msPerImage * steps * settings.batchSize) / 1000,
    msPerImage,
  };
}

const NO_VALIDATION =
  'There are no images to validate on: accuracy on unseen images and example maps will be missing. Give some the split "validation".';
