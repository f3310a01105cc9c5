import type { StudyTemplate } from "../template.ts";
import type { ExclusionRules } from "./exclusion-rules.ts";

/**
 * Of the rules asked for, those that mean something in a template: that answers are all alike shows carelessness only where an attentive
 * rater's would differ. What is pointed to or painted is not in an answer's value, and who trusts a computer that is mostly right
 * accepts nearly everything.
 */
export function applicableRules(
  rules: ExclusionRules,
  { response, shows }: Pick<StudyTemplate, "response" | "shows">,
): ExclusionRules {
  const isMarking = response.kind === "point" || response.kind === "strokes";
  const isDecision = response.kind === "choice" && shows.kind === "one-arm";
  if (!isMarking && !isDecision) return rules;
  const { "straight-lining": _, ...others } = rules;
  return others;
}
