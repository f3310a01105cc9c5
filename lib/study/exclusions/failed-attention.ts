import { z } from "zod";
import type { ExclusionRule } from "./exclusion-rule.ts";

export const FailedAttention = z.object({
  /** Attention checks not answered as they asked: so many are too many. */
  failures: z
    .int("Say how many failed checks are too many.")
    .min(1, "One failed check is the fewest.")
    .max(20),
});

/**
 * Did not do what a trial asked for in words. Two failures is what Prolific's rules ask for before anybody may be rejected from a study
 * of five minutes or more. Does not apply to whoever was not shown as many checks (`too_few_points`).
 */
export const failedAttention: ExclusionRule<z.infer<typeof FailedAttention>> = {
  title: "Failed attention",
  words: ({ failures }) =>
    failures === 1
      ? "answered an attention check otherwise than it asked"
      : `answered ${failures} attention checks or more otherwise than they asked`,
  judge: ({ checks }, { failures }) => {
    const asked = checks?.attention ?? [];
    if (asked.length < failures) return { undefined: "too_few_points" };
    const failed = asked.filter((passed) => !passed).length;
    return { excluded: failed >= failures, because: `${failed} of ${asked.length} attention checks failed` };
  },
};
