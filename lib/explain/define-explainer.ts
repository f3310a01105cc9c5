import type { z } from "zod";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { IbaStatistics } from "./information/iba-statistics.ts";

/** What a method asks of its surroundings. */
export type Need =
  /** The slot attention of a SCOUTER model. */
  | "attention"
  /** The last feature map. */
  | "features"
  /** Gradients through the layers above a feature map. */
  | "gradients"
  /** Gradients through the whole network. */
  | "pixel-gradients"
  /** The linear layer on the mean of the last feature map. */
  | "class-weights"
  /** Logits of changed images. */
  | "predictions"
  /** The ground-truth region of each image. */
  | "regions"
  /** Mean and spread of the features over many images, see `estimateIbaStatistics`. */
  | "statistics";

/** One batch as a method sees it; every list has one entry an image. */
export interface ExplainInput {
  model: ModelView;
  images: ImageBatch;
  /** Class each map is about. */
  targets: readonly number[];
  /** A source for each image, the same however images are batched. */
  randoms: readonly Random[];
  regions: readonly (Mask | null)[];
  statistics: IbaStatistics | null;
  /**
   * To be awaited between steps of a long batch, with the share of it done in [0, 1]: reports progress, lets other work
   * in, and throws AppError `cancelled` once the run was cancelled.
   */
  report(share: number): Promise<void>;
}

/** What kind of question a method asks, in the order of lists. */
export const EXPLAINER_GROUPS = [
  "SCOUTER",
  "class activation",
  "gradient",
  "perturbation",
  "information",
  "control",
] as const;
export type ExplainerGroup = (typeof EXPLAINER_GROUPS)[number];

/** Images put through the whole network for one map. */
export interface Cost {
  forwards: number;
  /** Each comes on top of its forward pass. */
  backwards: number;
  /** Passes forward and back through the layers above the last feature map alone, where a method makes many. */
  heads?: number;
}

/** What a cost depends on besides the options; known before a model is opened. */
export interface CostModel {
  readonly inputSize: number;
  readonly featureShape: Pick<ModelView["featureShape"], "channels">;
}

/** A method that makes one saliency map an image and target class. The flow around it is `runExplainer`. */
export interface Explainer<Options extends z.ZodType = z.ZodType> {
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly group: ExplainerGroup;
  /** Keys of the literature list in docs/methods.md. */
  readonly cites: readonly string[];
  readonly needs: readonly Need[];
  /** What high values mean: evidence for the class, against it, or whatever the model says about it. */
  readonly explains: "for" | "against" | "either";
  /** Values below 0 are evidence of the other sign; for people and metrics they are clipped. */
  readonly signed?: true;
  /** Draws at random: another seed gives another map. Without it the seed makes no difference. */
  readonly random?: true;
  readonly options: Options;
  /** Images explained at once. */
  readonly batchSize: number;
  /** One sentence with the formula, shown in docs/methods.md. */
  readonly formula: string;
  cost(options: z.output<Options>, model: CostModel): Cost;
  /** @returns one map an image, at the method's own resolution and scale */
  explain(input: ExplainInput, options: z.output<Options>): Promise<SaliencyMap[]>;
}

export function defineExplainer<Options extends z.ZodType>(
  explainer: Explainer<Options>,
): Explainer<Options> {
  return explainer;
}
