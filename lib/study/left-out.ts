import {
  type BrokenRule,
  brokenRules,
  type ExclusionRules,
  titleOfRule,
} from "./exclusions/exclusion-rules.ts";
import type { RaterProgress } from "./rater-flow.ts";

/** A reason beside the rules: whoever joined before the plan was locked is a pilot. */
export const BEFORE_LOCK = "before-lock";

/** Why a rater is left out of the primary analysis, as tables name it; with what was seen. */
export interface LeftOut {
  readonly rule: BrokenRule["rule"] | typeof BEFORE_LOCK;
  readonly because: string;
}

/** Why a rater who rated is left out; nothing for whoever is analysed. Rules judge those who joined after the lock alone. */
export function leftOut(
  rules: ExclusionRules,
  { pilot, record }: Pick<RaterProgress, "pilot" | "record">,
): LeftOut[] {
  if (pilot) return [{ rule: BEFORE_LOCK, because: "joined before the plan was locked" }];
  return brokenRules(rules, record);
}

export const titleOfReason = (rule: string): string =>
  rule === BEFORE_LOCK ? "Before the lock" : titleOfRule(rule);
