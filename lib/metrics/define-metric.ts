import type { Box } from "#lib/imaging/box.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Curves } from "./curves.ts";

/** Why a metric has no value on a map. */
export type UndefinedScore =
  /** NaN or infinity in the map. */
  | "non_finite_map"
  /** Nothing above 0: there is no evidence to place. */
  | "no_positive_mass"
  /** The same everywhere: no pixel comes first. */
  | "constant_map"
  /** The image has no mask of its region. */
  | "no_mask"
  /** The mask has no pixel at this size. */
  | "empty_mask"
  /** The image has no box. */
  | "no_box"
  /** No pixel's centre lies in the box. */
  | "empty_box"
  /** On the clean image the model gives the class no more than chance: nothing that a map could win or lose. */
  | "below_chance"
  /** The map is 0, everywhere or wherever the image was changed: nothing to compare a change with. */
  | "zero_attribution"
  /** The map cannot be made anew: what made it is not at hand. */
  | "no_explainer";

/** Never 0 or NaN for what cannot be computed. */
export type Score = { value: number } | { undefined: UndefinedScore };

/** What metrics read: one prepared map with the truth at the same size. */
export interface Subject {
  /** In [0, 1] with minimum 0 and maximum 1, at the model's input size. */
  map: SaliencyMap;
  mask: Mask | null;
  box: Box | null;
  /** Present if the metric needs curves. */
  curves: Curves | null;
}

/** What a metric is, whatever it takes to compute it. */
export interface MetricFacts {
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Which way is better. */
  readonly direction: "higher" | "lower";
  /** Smallest and largest value; null = unbounded. */
  readonly range: readonly [number, number | null];
  readonly family: "localisation" | "faithfulness" | "robustness" | "size";
  /** The definition the value is pinned to; another profile of the same metric is another number. */
  readonly profile: string;
  /** Keys of the literature list in docs/methods.md. */
  readonly cites: readonly string[];
  readonly needs: readonly ("mask" | "box" | "curves" | "explainer")[];
  /** What the definition leaves open, stored with every value. */
  readonly parameters: Readonly<Record<string, string | number>>;
  /** One sentence with the formula, shown in docs/methods.md. */
  readonly formula: string;
}

/** A metric of a finished map, the ground truth and the curves that all metrics share. */
export interface Metric extends MetricFacts {
  score(subject: Subject): Score;
}

/** Makes maps of the same class and method for other images, with the method's own randomness held fixed. */
export type Explain = (images: ImageBatch) => Promise<SaliencyMap[]>;

/** What a probing metric may ask. */
export interface Probe {
  /** In [0, 1] with minimum 0 and maximum 1, at the model's input size. */
  map: SaliencyMap;
  model: ModelView;
  /** The explained image alone. */
  image: ImageBatch;
  /** Whose probability is followed. */
  target: number;
  random: Random;
  explain: Explain | null;
}

/** A metric that asks the model, or the explainer, about changed images of its own. */
export interface ProbingMetric extends MetricFacts {
  /** Images put through the model for one map, and maps made anew. */
  readonly forwards: number;
  readonly explanations: number;
  probe(probe: Probe): Promise<Score>;
}

export function defineMetric(metric: Metric): Metric {
  return metric;
}

export function defineProbingMetric(metric: ProbingMetric): ProbingMetric {
  return metric;
}

/** The profile of this product: how a map is prepared, ranked and scored is written down in lib/metrics alone. */
export const PROFILE = "whynot";

/** How every map is prepared before it is scored, for the records. */
export const PREPARATION = "bilinear half-pixel to the model's input size, clip at 0, min-max";
