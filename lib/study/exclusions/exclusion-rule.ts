import type { Undefined } from "#lib/stats/estimate.ts";

/** One rater's part of a study, practice aside: all that a rule may look at. */
export interface RaterRecord {
  /** Rated trials they were given. */
  readonly trials: number;
  /** Their answers to rated trials, in the order in which they were shown. */
  readonly answers: readonly {
    /** Null where an answer is a place or a drawing: no two of them are the same. */
    readonly value: number | null;
    readonly responseTimeMs: number;
  }[];
  /** Missing where the study has no checks. */
  readonly checks?: CheckOutcomes;
}

/** How a rater did in their study's checks, as far as they answered them. */
export interface CheckOutcomes {
  /** Of each attention check, whether it was answered as it asked. */
  readonly attention: readonly boolean[];
  /** Of each trial answered twice, whether both answers say the same: see `isConsistent`. */
  readonly repeats: readonly boolean[];
}

/** What a rule says of a rater, with what it saw; undefined where it does not apply. */
export type Verdict = { readonly excluded: boolean; readonly because: string } | Undefined;

/**
 * A reason to leave a rater out of the primary analysis, declared before anybody answers. It looks at how somebody answered, never at
 * which method they preferred: no rule can be told arms apart.
 */
export interface ExclusionRule<Parameters> {
  /** In tables. */
  readonly title: string;
  /** Whom it leaves out, as a clause: "whoever ...". */
  readonly words: (parameters: Parameters) => string;
  readonly judge: (rater: RaterRecord, parameters: Parameters) => Verdict;
}
