import type { Estimate, Value } from "#lib/stats/estimate.ts";
import { wilson } from "#lib/stats/proportion/wilson.ts";
import type { Margins } from "./confusion-matrix.ts";

/** One class against the rest: how many images are of it, how many are predicted to be, how many are both. */
export interface ClassCounts {
  actual: number;
  predicted: number;
  correct: number;
}

export function classCounts({ actual, predicted, correct }: Margins, c: number): ClassCounts {
  return { actual: actual[c], predicted: predicted[c], correct: correct[c] };
}

/**
 * Share of the images predicted to be of a class that are. Not a number, but a reason, where it could only be 0
 * (`class_absent`) or is 0/0 (`no_predicted_positives`); scikit-learn's default gives 0 for both.
 */
export function precision({ actual, predicted, correct }: ClassCounts): Value {
  if (actual === 0) return { undefined: "class_absent" };
  return predicted === 0 ? { undefined: "no_predicted_positives" } : { value: correct / predicted };
}

/** Share of the images of a class that are predicted to be; also sensitivity, or accuracy on the class. */
export function recall({ actual, correct }: ClassCounts): Value {
  return actual === 0 ? { undefined: "class_absent" } : { value: correct / actual };
}

/** 2 correct / (actual + predicted): the harmonic mean of precision and recall. 0 for a class that is never predicted. */
export function f1({ actual, predicted, correct }: ClassCounts): Value {
  return actual === 0 ? { undefined: "class_absent" } : { value: (2 * correct) / (actual + predicted) };
}

/** Precision with Wilson's interval: among the images predicted to be of the class, each is right or not. */
export function precisionEstimate(counts: ClassCounts, level?: number): Estimate {
  const value = precision(counts);
  return "undefined" in value ? value : wilson(counts.correct, counts.predicted, level);
}

/** Recall with Wilson's interval. */
export function recallEstimate(counts: ClassCounts, level?: number): Estimate {
  const value = recall(counts);
  return "undefined" in value ? value : wilson(counts.correct, counts.actual, level);
}

/**
 * F1 with an interval from Wilson's: F1 = 2J / (1 + J) rises with J = correct / (actual + predicted - correct), the share
 * that is right of the images that are of the class or predicted to be, and J is a proportion.
 */
export function f1Estimate(counts: ClassCounts, level?: number): Estimate {
  const value = f1(counts);
  if ("undefined" in value) return value;
  const jaccard = wilson(counts.correct, counts.actual + counts.predicted - counts.correct, level);
  if ("undefined" in jaccard) return jaccard;
  const toF1 = (share: number) => (2 * share) / (1 + share);
  return { value: value.value, low: toF1(jaccard.low), high: toF1(jaccard.high), n: jaccard.n };
}
