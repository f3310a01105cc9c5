import { groupBy } from "#lib/stats/group-by.ts";
import type { CheckOutcomes } from "../exclusions/exclusion-rule.ts";
import type { ResponseSpec } from "../template.ts";
import { isConsistent } from "./consistent.ts";
import type { TrialCheck } from "./place-checks.ts";

/** An answer of one rater after practice. */
export interface CheckedAnswer {
  readonly check: TrialCheck | null;
  readonly expected: number | null;
  /** The same for two trials that show the same pictures in the same places. */
  readonly shown: string;
  readonly value: number;
}

/** The first answer and the second to the same pictures, in the order of the second. */
export interface AnsweredTwice {
  readonly first: number;
  readonly second: number;
}

/** A rater's answers to what they were shown twice; what has one answer only says nothing yet. */
export function answeredTwice(answers: readonly CheckedAnswer[]): AnsweredTwice[] {
  const first = new Map(
    answers.filter(({ check }) => check === null).map(({ shown, value }) => [shown, value]),
  );
  return answers.flatMap(({ check, shown, value }) => {
    const before = first.get(shown);
    return check === "repeat" && before !== undefined ? [{ first: before, second: value }] : [];
  });
}

/** How one rater did in their checks, from all their answers after practice; undefined for who answered no check. */
export function checkOutcomes(
  response: ResponseSpec,
  answers: readonly CheckedAnswer[],
): CheckOutcomes | undefined {
  const byCheck = groupBy(answers, ({ check }) => check ?? "rated");
  if (!byCheck.has("attention") && !byCheck.has("repeat")) return undefined;
  return {
    attention: (byCheck.get("attention") ?? []).map(({ value, expected }) => value === expected),
    repeats: answeredTwice(answers).map(({ first, second }) => isConsistent(response, first, second)),
  };
}
