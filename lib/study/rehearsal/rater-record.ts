import type { RaterRecord } from "../exclusions/exclusion-rule.ts";
import type { ResponseSpec } from "../template.ts";

/** A rehearsed rater's part as the exclusion rules look at it. @param answers to rated trials, in their order */
export function raterRecord(
  { kind }: ResponseSpec,
  trials: number,
  answers: readonly { readonly value: number; readonly responseTimeMs: number }[],
): RaterRecord {
  const isDrawn = kind === "point" || kind === "strokes";
  return {
    trials,
    answers: answers.map(({ value, responseTimeMs }) => ({ value: isDrawn ? null : value, responseTimeMs })),
  };
}
