import { readFile } from "node:fs/promises";
import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { findBackbone } from "#lib/scouter/backbone/registry.ts";
import { ModelConfig, SlotHeadConfig } from "#lib/scouter/model-config.ts";
import { readModelFile } from "#lib/scouter/model-file.ts";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { bufferShapes, parameterShapes } from "#lib/scouter/parameters.ts";
import { AUGMENTATIONS } from "#lib/scouter/training/augmentation.ts";
import {
  FC_RECIPE,
  PAPER_SETTINGS,
  SLOT_HEAD_RECIPE,
  TrainingSettings,
} from "#lib/scouter/training/settings.ts";
import { trainedParts } from "#lib/scouter/training/trained-parts.ts";
import { setValues } from "./set-values.ts";

/** What a training is made of, from what was asked on the command line. */
export interface TrainOptions {
  kind: ModelConfig["kind"];
  backbone?: string;
  initFrom?: string;
  size?: number;
  recipe?: "fc" | "slot-head" | "paper";
  epochs?: number;
  batch?: number;
  learningRate?: number;
  augment?: keyof typeof AUGMENTATIONS;
  freeze?: string;
  mode?: SlotHeadConfig["mode"];
  lambda?: number;
  ramp: boolean;
  patience?: number;
  keep?: TrainingSettings["keep"];
  seed: string;
  set: string[];
}

export interface TrainingPlan {
  config: ModelConfig;
  settings: TrainingSettings;
  /** Tensors to begin with. */
  initial: NamedArrays;
  /** What a person should know before it starts. */
  warnings: string[];
}

const RECIPES = { fc: FC_RECIPE, "slot-head": SLOT_HEAD_RECIPE, paper: PAPER_SETTINGS };

/** Assignments under `head.` go to the slot head, all others to the training. */
const isHeadSetting = (assignment: string) => assignment.startsWith("head.");

/** @throws AppError `invalid` that names the setting which is wrong */
export async function planTraining(
  options: TrainOptions,
  classNames: readonly string[],
): Promise<TrainingPlan> {
  const initial = options.initFrom ? readModelFile(await readFile(options.initFrom)) : null;
  const config = planConfig(options, initial?.config ?? null, classNames);
  const settings = planSettings(options, initial !== null);
  const taken = initial ? takeMatching(config, initial.arrays, options.initFrom as string) : {};
  const { isHeadOnly } = trainedParts(config, settings);
  if (isHeadOnly && !initial) {
    throw new AppError(
      "invalid",
      "A frozen backbone must have learnt something: name trained weights with --init-from, or train all of it with --freeze none.",
    );
  }
  return { config, settings, initial: taken, warnings: warningsOf(config, settings) };
}

function planConfig(
  options: TrainOptions,
  initial: ModelConfig | null,
  classNames: readonly string[],
): ModelConfig {
  const { kind, mode, lambda } = options;
  if (initial && options.backbone && options.backbone !== initial.backbone) {
    throw new AppError(
      "invalid",
      `The initial weights have the backbone ${initial.backbone}, not ${options.backbone}.`,
    );
  }
  const backbone = findBackbone(initial?.backbone ?? options.backbone ?? "tiny");
  const { mean, std } = initial?.normalisation ?? backbone.input;
  const inputSize = options.size ?? initial?.inputSize ?? backbone.input.size;
  if (inputSize < backbone.minInput) {
    throw new AppError("invalid", `${backbone.id} needs an input of at least ${backbone.minInput} pixels.`);
  }
  const sign = kind === "scouter+" ? 1 : -1;
  const head = {
    sign,
    ...(mode && { mode }),
    ...(lambda !== undefined && { lambda }),
    queryLayers: mode && mode !== "paper" ? 0 : 3,
  };
  const assigned = setValues({ head }, options.set.filter(isHeadSetting)).head;
  if (kind === "fc" && options.set.some(isHeadSetting)) {
    throw new AppError("invalid", "A model of kind fc has no slot head: leave out --set head.*");
  }
  return check(ModelConfig, {
    format: 1,
    kind,
    backbone: backbone.id,
    classNames,
    inputSize,
    normalisation: { mean: [...mean], std: [...std] },
    slotHead: kind === "fc" ? null : check(SlotHeadConfig, assigned, "slot head"),
  });
}

function planSettings(options: TrainOptions, isTransfer: boolean): TrainingSettings {
  const { epochs, batch, learningRate, augment, freeze, patience, keep, seed } = options;
  const recipe = options.recipe ?? (options.kind !== "fc" && isTransfer ? "slot-head" : "fc");
  const chosen = {
    ...RECIPES[recipe],
    seed,
    ...(epochs && { epochs }),
    ...(batch && { batchSize: batch }),
    ...(learningRate && { learningRate }),
    ...(augment && { augmentation: AUGMENTATIONS[augment] }),
    ...(freeze && { freeze }),
    ...(patience && { patience }),
    ...(keep && { keep }),
    ...(!options.ramp && { ramp: null }),
  };
  const assignments = options.set.filter((assignment) => !isHeadSetting(assignment));
  return check(TrainingSettings, setValues(chosen, assignments), "training");
}

function check<T>(schema: z.ZodType<T>, value: unknown, what = "model"): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid", `These ${what} settings cannot be used:\n${z.prettifyError(parsed.error)}`);
}

/** The tensors of a trained model that fit the new one. @throws AppError `invalid` when its backbone does not fit */
function takeMatching(config: ModelConfig, arrays: NamedArrays, file: string): NamedArrays {
  const wanted = { ...parameterShapes(config), ...bufferShapes(config) };
  const fits = (name: string) => arrays[name]?.shape.join() === wanted[name].join();
  const lacking = Object.keys(wanted).filter(
    (name) => name.startsWith("backbone.") && !fits(name) && !isClassifier(config, name),
  );
  if (lacking.length > 0) {
    throw new AppError(
      "invalid",
      `${file} lacks ${lacking.length} tensors of the backbone, ${lacking[0]} the first.`,
    );
  }
  return Object.fromEntries(
    Object.keys(wanted)
      .filter(fits)
      .map((name) => [name, arrays[name]]),
  );
}

const isClassifier = (config: ModelConfig, name: string) =>
  name.startsWith(`backbone.${findBackbone(config.backbone).classifier}.`);

function warningsOf(config: ModelConfig, settings: TrainingSettings): string[] {
  const warnings: string[] = [];
  const head = config.slotHead;
  if (head?.mode === "official") {
    warnings.push(
      "Mode official divides by a signed row sum, as the authors' code does; that made 4 of 5 trainings on Scenes fail. Mode abs keeps its sharpness.",
    );
  }
  if (head && head.lambda >= 3 && settings.ramp === null) {
    warnings.push(
      `Lambda ${head.lambda} from the first step collapsed in every trial on Scenes: leave out --no-ramp.`,
    );
  }
  return warnings;
}
