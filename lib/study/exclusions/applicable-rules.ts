import type { RaterChecks } from "../checks/rater-checks.ts";
import type { StudyTemplate } from "../template.ts";
import type { ExclusionRules } from "./exclusion-rules.ts";

/**
 * Of the rules asked for, those that mean something in a study: that answers are all alike shows carelessness only where an attentive
 * rater's would differ. What is pointed to or painted is not in an answer's value, and who trusts a computer that is mostly right
 * accepts nearly everything. Rules about checks need the checks; where there are fewer attention checks than failures are too
 * many, failing all of them is.
 */
export function applicableRules(
  rules: ExclusionRules,
  { response, shows }: Pick<StudyTemplate, "response" | "shows">,
  { attention, repeats }: Pick<RaterChecks, "attention" | "repeats">,
): ExclusionRules {
  const isMarking = response.kind === "point" || response.kind === "strokes";
  const isDecision = response.kind === "choice" && shows.kind === "one-arm";
  const { "straight-lining": sameAnswer, "failed-attention": failed, inconsistent, ...others } = rules;
  return {
    ...others,
    ...(sameAnswer && !isMarking && !isDecision && { "straight-lining": sameAnswer }),
    ...(failed &&
      attention > 0 && { "failed-attention": { failures: Math.min(failed.failures, attention) } }),
    ...(inconsistent && repeats > 0 && { inconsistent }),
  };
}
