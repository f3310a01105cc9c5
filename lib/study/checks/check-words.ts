import type { RaterChecks } from "./rater-checks.ts";

/** What raters of a study are checked by, for whoever manages it. */
export function checkWords({ quiz, attention, repeats, breakEvery }: RaterChecks): string {
  const parts = [
    quiz === null ? null : `quiz (version ${quiz})`,
    attention > 0 ? `attention checks: ${attention} a person` : null,
    repeats > 0 ? `shown twice: ${repeats} trials a person` : null,
    breakEvery === null ? null : `a break after every ${breakEvery} pictures`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "none" : parts.join(" · ");
}
