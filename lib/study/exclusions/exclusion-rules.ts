import { z } from "zod";
import type { ExclusionRule, RaterRecord, Verdict } from "./exclusion-rule.ts";
import { FailedAttention, failedAttention } from "./failed-attention.ts";
import { Incomplete, incomplete } from "./incomplete.ts";
import { Inconsistent, inconsistent } from "./inconsistent.ts";
import { StraightLining, straightLining } from "./straight-lining.ts";
import { TooFast, tooFast } from "./too-fast.ts";

/** The rules a study declares, with their parameters; a rule that is not there is not applied. */
export const ExclusionRules = z.object({
  "too-fast": TooFast.optional(),
  "straight-lining": StraightLining.optional(),
  incomplete: Incomplete.optional(),
  "failed-attention": FailedAttention.optional(),
  inconsistent: Inconsistent.optional(),
});
export type ExclusionRules = z.infer<typeof ExclusionRules>;
export type ExclusionRuleId = keyof ExclusionRules;

/** What a new study declares unless it chooses otherwise. */
export const DEFAULT_EXCLUSIONS = {
  "too-fast": { belowMs: 300, share: 0.1 },
  "straight-lining": { run: 0.5, sameValue: 0.9 },
  incomplete: { share: 1 },
  "failed-attention": { failures: 2 },
  inconsistent: { share: 0.5 },
} satisfies ExclusionRules;

const RULES: { [Id in ExclusionRuleId]: ExclusionRule<NonNullable<ExclusionRules[Id]>> } = {
  "too-fast": tooFast,
  "straight-lining": straightLining,
  incomplete,
  "failed-attention": failedAttention,
  inconsistent,
};

export const EXCLUSION_RULE_IDS = Object.keys(RULES) as ExclusionRuleId[];

/** Of a rule in a report; one that this version does not know is called by its id. */
export const titleOfRule = (id: string): string => (id in RULES ? RULES[id as ExclusionRuleId].title : id);

/** A declared rule with whom it leaves out, and how it judges. */
interface DeclaredRule {
  readonly id: ExclusionRuleId;
  readonly words: string;
  readonly judge: (rater: RaterRecord) => Verdict;
}

/** The declared rules, in their fixed order. */
export function declaredRules(rules: ExclusionRules): DeclaredRule[] {
  return EXCLUSION_RULE_IDS.flatMap((id) => declare(rules, id));
}

function declare<Id extends ExclusionRuleId>(rules: ExclusionRules, id: Id): DeclaredRule[] {
  const parameters = rules[id] as NonNullable<ExclusionRules[Id]> | undefined;
  if (!parameters) return [];
  const { words, judge } = RULES[id];
  return [{ id, words: words(parameters), judge: (rater) => judge(rater, parameters) }];
}

/** A rule that leaves a rater out, with what it saw. */
export interface BrokenRule {
  readonly rule: ExclusionRuleId;
  readonly because: string;
}

/** Which of the declared rules leave a rater out: none for whoever is analysed. A rule that does not apply leaves nobody out. */
export function brokenRules(rules: ExclusionRules, rater: RaterRecord): BrokenRule[] {
  return declaredRules(rules).flatMap(({ id, judge }) => {
    const verdict = judge(rater);
    return "excluded" in verdict && verdict.excluded ? [{ rule: id, because: verdict.because }] : [];
  });
}
