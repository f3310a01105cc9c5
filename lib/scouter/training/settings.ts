import { z } from "zod";
import { AUGMENTATIONS, Augmentation } from "./augmentation.ts";

const Decay = z.number().min(0).max(10);
const Beta = z.number().min(0).max(0.99999);

/** PyTorch's optimisers under its names and defaults. */
const OptimiserSettings = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.enum(["adamw", "adam"]),
    weightDecay: Decay.default(0.01),
    beta1: Beta.default(0.9),
    beta2: Beta.default(0.999),
    epsilon: z.number().positive().default(1e-8),
  }),
  z.strictObject({
    name: z.literal("sgd"),
    weightDecay: Decay.default(0),
    momentum: Beta.default(0.9),
    dampening: Beta.default(0),
  }),
]);
export type OptimiserSettings = z.infer<typeof OptimiserSettings>;

const WarmUp = z.number().min(0).max(0.95).default(0);
const ScheduleSettings = z.discriminatedUnion("name", [
  z.strictObject({ name: z.enum(["one-cycle", "cosine", "constant"]), warmUpShare: WarmUp }),
  z.strictObject({
    name: z.literal("step"),
    warmUpShare: WarmUp,
    /** Epochs between two drops of the rate. */
    stepSize: z.int().min(1),
    gamma: z.number().positive().max(1).default(0.1),
  }),
]);

/** How a classifier is trained: everything that, with the model's configuration, the data and the seed, decides the weights. */
export const TrainingSettings = z.strictObject({
  /** Any text; the same seed, data, settings and engine give the same weights. */
  seed: z.string().min(1).max(200).default("0"),
  epochs: z.int().min(1).max(10_000),
  batchSize: z.int().min(2).max(4096).default(50),
  optimiser: OptimiserSettings,
  learningRate: z.number().positive().max(100),
  /** Factor of the learning rate for the backbone's parameters. */
  backboneRate: z.number().min(0).max(1).default(1),
  schedule: ScheduleSettings,
  /** Joint norm above which gradients are scaled down; null never does. */
  clipNorm: z.number().positive().nullable().default(null),
  labelSmoothing: z.number().min(0).max(0.9).default(0),
  /** "balanced" draws every class equally often, images of small classes more than once an epoch. */
  sampling: z.enum(["shuffled", "balanced"]).default("shuffled"),
  augmentation: Augmentation,
  /** What stays as it is: nothing, the whole backbone, or the backbone up to and including a stage of this name. */
  freeze: z.string().min(1).max(100).default("none"),
  /** What normalises a trained layer: its batch's statistics, or the running ones it starts with (small batches). */
  statistics: z.enum(["batch", "running"]).default("batch"),
  /** Differently changed copies of the data whose features are kept when the whole backbone is frozen; 0 keeps none. */
  cachedCopies: z.int().min(0).max(64).default(3),
  /** Share of the training at which the area loss begins to count and at which it counts fully; null: from the first step. */
  ramp: z
    .strictObject({ from: z.number().min(0).max(1), to: z.number().min(0).max(1) })
    .refine(({ from, to }) => from < to, { message: "The ramp must end after it begins." })
    .nullable()
    .default({ from: 0.2, to: 0.7 }),
  /** Ends the training when the validation accuracy has not risen for this many epochs; null never does. */
  patience: z.int().min(1).nullable().default(null),
  /** Which weights are kept: those of the last epoch, or of the one with the best validation accuracy. */
  keep: z.enum(["last", "best"]).default("last"),
});
export type TrainingSettings = z.infer<typeof TrainingSettings>;

/** The recipe for the baseline: from nothing, AdamW, one cycle. */
export const FC_RECIPE = TrainingSettings.parse({
  epochs: 24,
  optimiser: { name: "adamw", weightDecay: 0.05 },
  learningRate: 3e-3,
  schedule: { name: "one-cycle", warmUpShare: 0.2 },
  labelSmoothing: 0.05,
  augmentation: AUGMENTATIONS.scenes,
});

/** The recipe for a slot head on the baseline's frozen backbone. */
export const SLOT_HEAD_RECIPE = TrainingSettings.parse({
  epochs: 8,
  optimiser: { name: "adamw", weightDecay: 0.01 },
  learningRate: 2e-3,
  schedule: { name: "one-cycle", warmUpShare: 0.15 },
  clipNorm: 1,
  augmentation: AUGMENTATIONS.scenes,
  freeze: "backbone",
});

/** What the paper trained with: everything, AdamW at 1e-4, the rate a tenth after 70 epochs (never reached in its 20). */
export const PAPER_SETTINGS = TrainingSettings.parse({
  epochs: 20,
  batchSize: 70,
  optimiser: { name: "adamw", weightDecay: 0.01 },
  learningRate: 1e-4,
  schedule: { name: "step", stepSize: 70 },
  augmentation: AUGMENTATIONS.none,
  ramp: null,
});
