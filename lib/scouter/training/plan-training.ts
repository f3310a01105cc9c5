import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { float32Entry } from "#lib/formats/weights/safetensors.ts";
import { BACKBONES, findBackbone } from "../backbone/registry.ts";
import { matchWeights } from "../match-weights.ts";
import { requireComplete } from "../mismatch-report.ts";
import { ModelConfig, SlotHeadConfig } from "../model-config.ts";
import type { NamedArrays } from "../named-array.ts";
import { bufferShapes, parameterShapes } from "../parameters.ts";
import { AUGMENTATIONS } from "./augmentation.ts";
import { type InitialModel, underOwnNames } from "./initial-model.ts";
import { setValues } from "./set-values.ts";
import { FC_RECIPE, PAPER_SETTINGS, SLOT_HEAD_RECIPE, TrainingSettings } from "./settings.ts";
import { trainedParts } from "./trained-parts.ts";

const RECIPES = { fc: FC_RECIPE, "slot-head": SLOT_HEAD_RECIPE, paper: PAPER_SETTINGS };

const names = <T extends object>(record: T) =>
  Object.keys(record) as [keyof T & string, ...(keyof T & string)[]];

/** What a person asks of a training; whatever is left out comes from the recipe, and that from the kind. */
export const TrainingWish = z.strictObject({
  kind: z.enum(["fc", "scouter+", "scouter-"]),
  backbone: z.enum(BACKBONES.map(({ id }) => id)).optional(),
  /** Side of the model's input in pixels. */
  size: z.int().min(8).max(1024).optional(),
  recipe: z.enum(names(RECIPES)).optional(),
  epochs: z.int().min(1).optional(),
  batch: z.int().min(2).optional(),
  learningRate: z.number().positive().optional(),
  augment: z.enum(names(AUGMENTATIONS)).optional(),
  freeze: z.string().min(1).optional(),
  mode: z.enum(["paper", "abs", "official"]).optional(),
  lambda: z.number().min(0).optional(),
  /** Off gives the area loss its full weight from the first step. */
  ramp: z.boolean().default(true),
  patience: z.int().min(1).optional(),
  keep: z.enum(["last", "best"]).optional(),
  seed: z.string().min(1).max(200).default("0"),
  /** Any other setting: `optimiser.name=sgd`, `head.iterations=1`. */
  set: z.array(z.string().max(500)).max(100).default([]),
});
export type TrainingWish = z.infer<typeof TrainingWish>;

export interface TrainingPlan {
  config: ModelConfig;
  settings: TrainingSettings;
  /** Tensors to begin with. */
  initial: NamedArrays;
  /** What a person should know before it starts, warnings included. */
  notes: string[];
  /** What is known to have failed. */
  warnings: string[];
}

/** Assignments under `head.` go to the slot head, all others to the training. */
const isHeadSetting = (assignment: string) => assignment.startsWith("head.");

/**
 * Configuration, settings and first tensors of a training. The same for a command, a page and an experiment.
 * @throws AppError `invalid` that names the setting which is wrong
 */
export function planTraining(
  wish: TrainingWish,
  classNames: readonly string[],
  initial: InitialModel | null,
): TrainingPlan {
  if (initial && !initial.config && !wish.backbone) {
    throw new AppError("invalid", "These initial weights do not say what they are: name their backbone.");
  }
  const config = planConfig(wish, initial?.config ?? null, classNames);
  const settings = planSettings(wish, initial !== null);
  const { isHeadOnly } = trainedParts(config, settings);
  if (isHeadOnly && !initial) {
    throw new AppError(
      "invalid",
      "A frozen backbone must have learnt something: begin with trained weights, or freeze none of it.",
    );
  }
  const taken = initial && takeMatching(config, initial);
  const warnings = warningsOf(config, settings);
  const notes = [...(taken ? [taken.note] : []), ...warnings];
  return { config, settings, initial: taken?.arrays ?? {}, notes, warnings };
}

function planConfig(
  wish: TrainingWish,
  initial: ModelConfig | null,
  classNames: readonly string[],
): ModelConfig {
  const { kind, mode, lambda } = wish;
  if (initial && wish.backbone && wish.backbone !== initial.backbone) {
    throw new AppError(
      "invalid",
      `The initial weights have the backbone ${initial.backbone}, not ${wish.backbone}.`,
    );
  }
  const backbone = findBackbone(initial?.backbone ?? wish.backbone ?? "tiny");
  const { mean, std } = initial?.normalisation ?? backbone.input;
  const inputSize = wish.size ?? initial?.inputSize ?? backbone.input.size;
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
  const assigned = setValues({ head }, wish.set.filter(isHeadSetting)).head;
  if (kind === "fc" && wish.set.some(isHeadSetting)) {
    throw new AppError("invalid", "A model of kind fc has no slot head: leave out what is set of head.");
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

function planSettings(wish: TrainingWish, isTransfer: boolean): TrainingSettings {
  const { epochs, batch, learningRate, augment, freeze, patience, keep, seed } = wish;
  const recipe = wish.recipe ?? (wish.kind !== "fc" && isTransfer ? "slot-head" : "fc");
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
    ...(!wish.ramp && { ramp: null }),
  };
  const assignments = wish.set.filter((assignment) => !isHeadSetting(assignment));
  return check(TrainingSettings, setValues(chosen, assignments), "training");
}

function check<T>(schema: z.ZodType<T>, value: unknown, what = "model"): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid", `These ${what} settings cannot be used:\n${z.prettifyError(parsed.error)}`);
}

/** What was taken from the initial weights, and what of them does not fit. */
interface Taken {
  arrays: NamedArrays;
  note: string;
}

/**
 * The tensors of initial weights that fit the model: all of the backbone, and of the head what agrees in name and shape.
 * @throws AppError `invalid` with what differs, name by name, when the backbone does not fit
 */
export function takeMatching(config: ModelConfig, initial: InitialModel): Taken {
  const given = Object.entries(underOwnNames(initial, config)).map(
    ([name, { shape, data }]) => [name, float32Entry(shape, data)] as const,
  );
  const wanted = { ...parameterShapes(config), ...bufferShapes(config) };
  const match = matchWeights(wanted, Object.fromEntries(given));
  const ofBackbone = (name: string) => name.startsWith("backbone.") && !isClassifier(config, name);
  requireComplete({
    ...match,
    missing: match.missing.filter(ofBackbone),
    wrongShape: match.wrongShape.filter(({ name }) => ofBackbone(name)),
  });
  const taken = Object.keys(match.arrays).length;
  const fresh = Object.keys(wanted).length - taken;
  return {
    arrays: match.arrays,
    note: `${taken} tensors are taken from the initial weights, ${fresh} begin afresh.`,
  };
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
      `Lambda ${head.lambda} from the first step collapsed in every trial on Scenes: ramp it up.`,
    );
  }
  return warnings;
}
