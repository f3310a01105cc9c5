import type { ArmComparison, StudyReport } from "../report.ts";

/** Tests are read at this level, corrected for the pairs of their statement. */
export const LEVEL = 0.05;

/** Two arms of one statement, the higher first. */
export interface ArmPair extends ArmComparison {
  labels: { a: string; b: string };
}

/** The pairs of a statement, largest difference first; those without one last. */
export function listPairs(
  { arms, comparisons = [] }: StudyReport,
  statement: ArmComparison["statement"],
): ArmPair[] {
  const labelOf = new Map(arms.map(({ armId, label }) => [armId, label]));
  const size = ({ difference }: ArmPair) => ("value" in difference ? difference.value : -Infinity);
  return comparisons
    .filter((one) => one.statement === statement)
    .map(higherFirst)
    .map((one) => ({ ...one, labels: { a: labelOf.get(one.a) ?? one.a, b: labelOf.get(one.b) ?? one.b } }))
    .sort((x, y) => size(y) - size(x));
}

/** Whether a pair's difference is told from 0. */
export function isTold({ test }: ArmComparison): boolean {
  return "adjusted" in test && test.adjusted < LEVEL;
}

/** The same comparison as b - a. */
export function turnRound(pair: ArmComparison): ArmComparison {
  const { a, b, difference, effect } = pair;
  return {
    ...pair,
    a: b,
    b: a,
    difference:
      "value" in difference
        ? { value: 0 - difference.value, low: 0 - difference.high, high: 0 - difference.low, n: difference.n }
        : difference,
    effect: "value" in effect ? { value: 0 - effect.value } : effect,
  };
}

function higherFirst(pair: ArmComparison): ArmComparison {
  return "value" in pair.difference && pair.difference.value < 0 ? turnRound(pair) : pair;
}
