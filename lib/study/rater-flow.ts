import { z } from "zod";
import type { RaterRecord } from "./exclusions/exclusion-rule.ts";
import { brokenRules, declaredRules, type ExclusionRules } from "./exclusions/exclusion-rules.ts";

const Count = z.int().min(0);

/**
 * What became of everybody who consented. Each number is of raters and, `completed` aside, each is what its predecessor leaves:
 * practised = consented - withdrawn - screened - (stopped in practice), rated = practised - (stopped before their first rating),
 * analysed = rated - pilot - excluded.
 */
export const RaterFlow = z.object({
  consented: Count,
  /** Their answers are deleted, so nothing more is known of them. */
  withdrawn: Count,
  /** Did not pass the quiz, and were sent away before practice. */
  screened: Count.default(0),
  /** Finished practice, or went past it. */
  practised: Count,
  /** Rated at least one picture. */
  rated: Count,
  /** Of those who rated, how many finished and got their code. */
  completed: Count,
  /** Of those who rated, who joined before the plan was locked. */
  pilot: Count.default(0),
  /** Of the others who rated, whom some rule leaves out. */
  excluded: Count,
  /** By each declared rule; who breaks several is in each. */
  byRule: z.array(
    z.object({
      rule: z.string(),
      /** Whom it leaves out, in words. */
      words: z.string(),
      raters: Count,
      /** Of whom it could say nothing, and who is therefore not left out by it. */
      undefined: Count,
    }),
  ),
  analysed: Count,
});
export type RaterFlow = z.infer<typeof RaterFlow>;

/** How far one rater got. */
export interface RaterProgress {
  readonly withdrawn: boolean;
  readonly completed: boolean;
  /** Sent away by the quiz. */
  readonly screened: boolean;
  /** Whether they joined before the study's plan was locked. */
  readonly pilot: boolean;
  /** Whether they answered all practice trials. */
  readonly practised: boolean;
  readonly record: RaterRecord;
}

/** Counts raters at each step of a study, and those whom its rules leave out. */
export function countFlow(raters: readonly RaterProgress[], rules: ExclusionRules): RaterFlow {
  const staying = raters.filter(({ withdrawn }) => !withdrawn);
  const rated = staying.filter(hasRated);
  const judged = rated.filter(({ pilot }) => !pilot);
  const excluded = judged.filter(({ record }) => brokenRules(rules, record).length > 0).length;
  return {
    consented: raters.length,
    withdrawn: raters.length - staying.length,
    screened: staying.filter(({ screened }) => screened).length,
    practised: staying.filter((rater) => !rater.screened && (rater.practised || hasRated(rater))).length,
    rated: rated.length,
    completed: rated.filter(({ completed }) => completed).length,
    pilot: rated.length - judged.length,
    excluded,
    byRule: declaredRules(rules).map(({ id, words, judge }) => {
      const verdicts = judged.map(({ record }) => judge(record));
      return {
        rule: id,
        words,
        raters: verdicts.filter((verdict) => "excluded" in verdict && verdict.excluded).length,
        undefined: verdicts.filter((verdict) => "undefined" in verdict).length,
      };
    }),
    analysed: judged.length - excluded,
  };
}

const hasRated = ({ record }: RaterProgress): boolean => record.answers.length > 0;
