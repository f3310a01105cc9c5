/** How an interval was made. What each does, and why not another: docs/decisions/011-intervals-of-the-classification-report.md */
export const INTERVAL_METHODS = [
  "wilson",
  "newcombe",
  "delong-logit",
  "centred-bootstrap",
  "reflected-bootstrap",
] as const;
export type IntervalMethod = (typeof INTERVAL_METHODS)[number];

/** For people. */
export const INTERVAL_NAMES: Record<IntervalMethod, string> = {
  wilson: "Wilson",
  newcombe: "Newcombe",
  "delong-logit": "DeLong, logit",
  "centred-bootstrap": "bootstrap, centred",
  "reflected-bootstrap": "bootstrap, reflected",
};

/** One number about a classifier on a split. */
export interface Measure {
  /** For people. */
  readonly name: string;
  readonly direction: "higher" | "lower";
  /** Smallest and largest value; null = unbounded. */
  readonly range: readonly [number, number | null];
  /** One sentence, shown in docs/methods.md. */
  readonly definition: string;
  /** The AUC of two classes is that of one of them and has Newcombe's. */
  readonly interval: IntervalMethod;
  /** Keys of the literature list in docs/methods.md. */
  readonly cites: readonly string[];
}

const SHARE = { direction: "higher", range: [0, 1] } as const;
const CHANCE_CORRECTED = { direction: "higher", range: [-1, 1] } as const;

/** Every measure of the report, by id, in the order of tables. */
export const measures = {
  accuracy: {
    ...SHARE,
    name: "Accuracy",
    definition: "share of images whose largest logit is the true class",
    interval: "wilson",
    cites: ["wilson1927"],
  },
  top5: {
    ...SHARE,
    name: "Top-5 accuracy",
    definition: "share of images whose true class is among the five largest logits; from six classes on",
    interval: "wilson",
    cites: [],
  },
  auc: {
    ...SHARE,
    name: "ROC-AUC, macro",
    definition:
      "mean over classes of the chance that an image of the class is ranked above one that is not; ties count half",
    interval: "delong-logit",
    cites: ["delong1988", "newcombe2006"],
  },
  precision: {
    ...SHARE,
    name: "Precision, macro",
    definition: "mean over classes of the share of images predicted to be of the class that are",
    interval: "centred-bootstrap",
    cites: [],
  },
  recall: {
    ...SHARE,
    name: "Recall, macro",
    definition:
      "mean over classes of the share of the class's images that are predicted to be of it (balanced accuracy)",
    interval: "centred-bootstrap",
    cites: [],
  },
  f1: {
    ...SHARE,
    name: "F1, macro",
    definition: "mean over classes of 2 correct / (images + predicted)",
    interval: "centred-bootstrap",
    cites: [],
  },
  kappa: {
    ...CHANCE_CORRECTED,
    name: "Cohen's κ",
    definition: "agreement with the truth beyond chance: (p_o - p_e) / (1 - p_e)",
    interval: "centred-bootstrap",
    cites: ["cohen1960"],
  },
  mcc: {
    ...CHANCE_CORRECTED,
    name: "Matthews correlation",
    definition: "correlation of predicted and true class, for any number of classes",
    interval: "centred-bootstrap",
    cites: ["gorodkin2004"],
  },
  ece: {
    direction: "lower",
    range: [0, 1],
    name: "Expected calibration error",
    definition: "mean distance of confidence and accuracy over 15 bins of confidence, weighted by images",
    interval: "reflected-bootstrap",
    cites: ["guo2017"],
  },
  brier: {
    direction: "lower",
    range: [0, 2],
    name: "Brier score",
    definition: "mean over images of sum_c (p_c - y_c)^2; twice the binary form for two classes",
    interval: "centred-bootstrap",
    cites: ["brier1950"],
  },
  nll: {
    direction: "lower",
    range: [0, null],
    name: "Negative log-likelihood",
    definition: "mean over images of -ln p of the true class",
    interval: "centred-bootstrap",
    cites: [],
  },
} as const satisfies Record<string, Measure>;

export type MeasureId = keyof typeof measures;
export const MEASURE_IDS = Object.keys(measures) as MeasureId[];
