import { z } from "zod";
import type { ExclusionRule } from "./exclusion-rule.ts";
import { percent, Share } from "./share.ts";

export const Inconsistent = z.object({
  /** Of the trials shown twice: another answer to more than this share is too many. */
  share: Share.lt(1, "More than 100 % are never answered otherwise: take the rule off instead."),
});

/** One trial shown twice says little of anybody. */
const MINIMUM_REPEATS = 2;

/**
 * Answered the same pictures otherwise the second time: see `isConsistent` for what counts as the same. Does not apply below two
 * trials answered twice (`too_few_points`).
 */
export const inconsistent: ExclusionRule<z.infer<typeof Inconsistent>> = {
  title: "Inconsistent",
  words: ({ share }) => `gave another answer to more than ${percent(share)} of what they were shown twice`,
  judge: ({ checks }, { share }) => {
    const twice = checks?.repeats ?? [];
    if (twice.length < MINIMUM_REPEATS) return { undefined: "too_few_points" };
    const other = twice.filter((same) => !same).length;
    return {
      excluded: other > share * twice.length,
      because: `another answer to ${other} of ${twice.length} trials shown twice`,
    };
  },
};
