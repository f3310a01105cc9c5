import { type Closeness, compareExpected, type Tolerance } from "./compare-expected.ts";

/** One question of a case file: a name, what is expected, and inputs under the names its kind uses. */
export interface StatsQuestion {
  name: string;
  expected: unknown;
}

/** How the cases of one kind are answered by the product's own functions, and judged. */
export interface StatsKind {
  answer(question: StatsQuestion): unknown;
  compare(question: StatsQuestion, got: unknown, tolerance: Tolerance): Closeness;
}

/**
 * A kind of cases with the inputs its questions have.
 *
 * @param answer gives at least what `expected` holds, under the same names
 * @param compare by default: all that `expected` holds, within the tolerance
 */
export function statsKind<Inputs>(
  answer: (question: Inputs & StatsQuestion) => unknown,
  compare: (question: Inputs & StatsQuestion, got: unknown, tolerance: Tolerance) => Closeness = compareWhole,
): StatsKind {
  return {
    answer: (question) => answer(question as Inputs & StatsQuestion),
    compare: (question, got, tolerance) => compare(question as Inputs & StatsQuestion, got, tolerance),
  };
}

function compareWhole({ expected }: StatsQuestion, got: unknown, tolerance: Tolerance): Closeness {
  return compareExpected(expected, got, tolerance);
}

/** A value as cases write it: the number, or its reason. */
export function numberOrReason(found: { value: number } | { undefined: string }) {
  return "undefined" in found ? found : found.value;
}
