import { spearman } from "#lib/stats/correlation.ts";
import type { Undefined, Value } from "#lib/stats/estimate.ts";
import { quantile } from "#lib/stats/quantile.ts";
import { commonestCount } from "./exclusions/straight-lining.ts";

/** An answer of one rater beside those of the others. */
export interface ComparedAnswer {
  readonly value: number;
  readonly responseTimeMs: number;
  /** Mean of what the others gave the same picture; null where nobody else was shown it. */
  readonly others: number | null;
}

/** How one rater answered, in numbers that no arm is in. */
export interface RaterSummary {
  /** Of the rated answers, in ms. */
  medianResponseMs: Value;
  /** How often the commonest value was given, of all answers, in (0, 1]. */
  commonestShare: Value;
  /** Spearman's correlation with the means of the others' ratings of the same pictures; n = such pictures. */
  agreement: { value: number; n: number } | Undefined;
}

/**
 * Summarises a rater's rated answers.
 * @param options.ordered whether a higher value says more: options to choose from have no order
 * @returns undefined `no_values` without answers; of the agreement `unordered_values`, `too_few_points` below three shared pictures, `no_variation`
 */
export function summariseRater(
  answers: readonly ComparedAnswer[],
  { ordered }: { ordered: boolean },
): RaterSummary {
  const n = answers.length;
  if (n === 0) {
    const none: Undefined = { undefined: "no_values" };
    return { medianResponseMs: none, commonestShare: none, agreement: none };
  }
  const times = answers.map(({ responseTimeMs }) => responseTimeMs).sort((a, b) => a - b);
  const shared = answers.flatMap(({ value, others }) => (others === null ? [] : [{ value, others }]));
  const found = spearman(
    shared.map(({ value }) => value),
    shared.map(({ others }) => others),
  );
  return {
    medianResponseMs: { value: quantile(times, 0.5) },
    commonestShare: { value: commonestCount(answers.map(({ value }) => value)) / n },
    agreement: !ordered
      ? { undefined: "unordered_values" }
      : "value" in found
        ? { value: found.value, n: found.n }
        : found,
  };
}
