import type { Box } from "#lib/imaging/box.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Curves } from "./faithfulness/curves.ts";

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
  | "no_boxes"
  /** No pixel's centre lies in the box. */
  | "empty_box"
  /** On the clean image the model gives the class no more than chance: nothing that a map could win or lose. */
  | "below_chance"
  /** The map is 0, everywhere or wherever the image was changed: nothing to compare a change with. */
  | "zero_attribution"
  /** The map cannot be made anew: what made it is not at hand. */
  | "no_explainer"
  /** The map is 0 everywhere. */
  | "zero_map"
  /** Neither the map nor the mask has a pixel to compare. */
  | "empty_union"
  /** The mask is the whole image: nothing is outside. */
  | "single_class_mask"
  /** Every pixel was removed. */
  | "nothing_left_to_impute_from"
  /** The model gives the class no probability at all, or all of it. */
  | "zero_confidence"
  | "full_confidence"
  /** The model's output never changed. */
  | "no_variation"
  /** The model has one class. */
  | "one_class_only"
  /** Smaller than the window that compares two maps. */
  | "map_too_small"
  /** Asked of evidence against a class; the map shows evidence for one. */
  | "not_against";

/** Never 0 or NaN for what cannot be computed. */
export type Score = { value: number } | { undefined: UndefinedScore };

/** What metrics read: one prepared map with the truth at the same size. */
export interface Subject {
  /** In [0, 1] with minimum 0 and maximum 1, at the model's input size; all 0 where nothing is above 0. */
  map: SaliencyMap;
  /** At the model's input size, values as the method gave them: of any sign and scale. */
  values: SaliencyMap;
  mask: Mask | null;
  /** Around all of the region. */
  box: Box | null;
  /** Of each part of the region; at least `box`, where that is known. */
  boxes: readonly Box[];
  /** Present if the metric needs curves. */
  curves: Curves | null;
}

/** What a metric tells of a map. */
export const FAMILIES = [
  "size",
  "localisation",
  "faithfulness",
  "robustness",
  "complexity",
  "sanity",
] as const;
export type Family = (typeof FAMILIES)[number];

export type Direction = "higher" | "lower";

/** What a metric is, whatever it takes to compute it. */
export interface MetricFacts {
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Which way is better. */
  readonly direction: Direction;
  /** Smallest and largest value; null = unbounded. */
  readonly range: readonly [number | null, number | null];
  readonly family: Family;
  /** The definition the value is pinned to; another profile of the same metric is another number. */
  readonly profile: ProfileId;
  /** What is measured, where several definitions measure it: the id of the recommended one. Default: its own id. */
  readonly measure?: string;
  /** Keys of the literature list in docs/methods.md. */
  readonly cites: readonly string[];
  readonly needs: readonly ("mask" | "box" | "curves" | "explainer" | "against")[];
  /**
   * "values": the order or the signs of the map's own values, so that a map with nothing above 0 has a score too. Default: what
   * is above 0, as people see it.
   */
  readonly reads?: "values";
  /**
   * Follows the map's own class even where the map is evidence against it. Such evidence holds the class down: the class falls as
   * it is put in and rises as it is taken away, so the better direction is the other one: see `directionFor`.
   */
  readonly reverses?: true;
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

/** What a map shows: evidence for its class, against it, or nothing of the model (a control). */
export type Explains = "for" | "against" | "either";

/** What a probing metric may ask. */
export interface Probe {
  /** As in `Subject`. */
  map: SaliencyMap;
  values: SaliencyMap;
  model: ModelView;
  /** The explained image alone. */
  image: ImageBatch;
  /** Whose probability is followed. */
  target: number;
  random: Random;
  explain: Explain | null;
  /** The same method for another class; null where it cannot be made. */
  explainClass: ((target: number) => Explain) | null;
  /**
   * The same method and class on the model with its layers drawn anew from the output down, one more each time, and all of them in
   * the last; null where that cannot be made.
   */
  explainRandomised: readonly Explain[] | null;
  /** The class that the map explains, and how: `target` is another one for evidence against a class. */
  explained: number;
  explains: Explains;
}

/** A metric that asks the model, or the explainer, about changed images of its own. */
export interface ProbingMetric extends MetricFacts {
  /** Images put through the model for one map (by the side of its input), and maps made anew (by its number of layers). */
  readonly forwards: number | ((inputSize: number) => number);
  readonly explanations: number | ((layers: number) => number);
  probe(probe: Probe): Promise<Score>;
}

/** Which way is better for maps that show evidence for or against their class. */
export function directionFor({ direction, reverses }: MetricFacts, explains: Explains): Direction {
  if (!reverses || explains !== "against") return direction;
  return direction === "higher" ? "lower" : "higher";
}

/** Images put through a model of this input size to score one map. */
export function forwardsOf({ forwards }: ProbingMetric, inputSize: number): number {
  return typeof forwards === "number" ? forwards : forwards(inputSize);
}

/** Maps made anew to score one map of a model with this many layers (stages and head). */
export function explanationsOf({ explanations }: ProbingMetric, layers: number): number {
  return typeof explanations === "number" ? explanations : explanations(layers);
}

export function defineMetric(metric: Metric): Metric {
  return metric;
}

export function defineProbingMetric(metric: ProbingMetric): ProbingMetric {
  return metric;
}

/** Whose definition a value follows. Each is described in docs/metrics. */
export const PROFILES = {
  whynot:
    "recommended: corrected where others are known to be wrong, with what others leave open written down",
  "rise-2018": "the code of Petsiuk et al. 2018",
  captum: "Captum's defaults",
  "yeh-2019": "the code of Yeh et al. 2019",
  quantus: "Quantus' defaults, without the mistakes known in 0.6",
  "torch-cam": "torch-cam's ClassificationMetric",
  torchray: "TorchRay's benchmark",
  "scouter-replication": "the published replication of SCOUTER",
} as const;
export type ProfileId = keyof typeof PROFILES;

/** The profile of this product: how a map is prepared, ranked and scored is written down in lib/metrics alone. */
export const PROFILE = "whynot" satisfies ProfileId;

/** How every map is prepared before it is scored, for the records. */
export const PREPARATION = "bilinear half-pixel to the model's input size, clip at 0, min-max";
