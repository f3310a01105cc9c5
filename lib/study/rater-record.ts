import { type CheckedAnswer, checkOutcomes } from "./checks/check-outcomes.ts";
import type { RaterRecord } from "./exclusions/exclusion-rule.ts";
import type { ResponseSpec } from "./template.ts";

/** An answer after practice, with the time it took. */
type TimedAnswer = CheckedAnswer & { readonly responseTimeMs: number };

/**
 * A rater's part as the exclusion rules look at it.
 * @param trials rated ones that they were given @param answers to all trials after practice, in their order
 */
export function raterRecord(
  response: ResponseSpec,
  trials: number,
  answers: readonly TimedAnswer[],
): RaterRecord {
  const isDrawn = response.kind === "point" || response.kind === "strokes";
  const rated = answers.filter(({ check }) => check === null);
  const checks = checkOutcomes(response, answers);
  return {
    trials,
    answers: rated.map(({ value, responseTimeMs }) => ({ value: isDrawn ? null : value, responseTimeMs })),
    ...(checks && { checks }),
  };
}
