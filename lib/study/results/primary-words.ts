import { formatInterval, formatNumber, formatP } from "#lib/stats/format-number.ts";
import { undefinedWords } from "#lib/stats/undefined-words.ts";
import type { StudyReport } from "../report.ts";
import { LEVEL, turnRound } from "./arm-pairs.ts";

/** What the locked plan's one primary test finds; null without a plan, or where the plan has no contrast. */
export function primaryWords({ lock, comparisons = [], arms }: StudyReport): string | null {
  const contrast = lock?.primaryContrast;
  if (!contrast) return null;
  const { first, second } = contrast;
  const label = (id: string) => arms.find(({ armId }) => armId === id)?.label ?? id;
  const head = `Primary contrast of the locked plan, ${label(first)} less ${label(second)}`;
  const pair = comparisons
    .map((one) => (one.a === second ? turnRound(one) : one))
    .find(({ a, b }) => a === first && b === second);
  if (!pair) return `${head}: undefined, ${undefinedWords("no_values")}.`;
  const { difference, test } = pair;
  if ("undefined" in difference) return `${head}: undefined, ${undefinedWords(difference.undefined)}.`;
  const numbers = `${formatNumber(difference.value, 2)} ${formatInterval(difference.low, difference.high, 2).replaceAll(" ", "\u00a0")} over ${difference.n} raters`;
  if ("undefined" in test)
    return `${head}: ${numbers}; its test is undefined, ${undefinedWords(test.undefined)}.`;
  const told = test.p < LEVEL ? "The two are told apart." : "The two are not told apart.";
  return `${head}: ${numbers}, p\u00a0${formatP(test.p, "=\u00a0")}, not corrected as the one primary test. ${told}`;
}

/** Whether a plan was locked, and which answers the primary analysis is of. */
export function lockWords({ lock }: StudyReport): string {
  if (!lock) return "No plan is locked: whatever is found is exploratory.";
  const { answersBefore, answersAfter } = lock;
  return answersBefore === 0
    ? `The plan was locked before the first of the ${answersAfter} answers.`
    : `The plan was locked after ${answersBefore} answers and before ${answersAfter}: the primary analysis is of those who joined after it.`;
}
