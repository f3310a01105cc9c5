import { z } from "zod";
import type { ExclusionRule } from "./exclusion-rule.ts";
import { percent, Share } from "./share.ts";

export const TooFast = z.object({
  /** Milliseconds from the picture being painted. */
  belowMs: z
    .int("A time is a whole number of milliseconds.")
    .min(50, "Nobody answers in under 50 ms: take the rule off instead.")
    .max(10_000, "Ten seconds are not too fast."),
  /** Of a rater's answers: more than this share is too many. */
  share: Share.lt(1, "More than 100 % are never too fast: take the rule off instead."),
});

/**
 * Answers faster than anybody looks. The defaults, more than 10 % of answers in under 300 ms, are those of Greenwald, Nosek and Banaji
 * (2003), Understanding and using the Implicit Association Test: I, Journal of Personality and Social Psychology 85, table 4.
 */
export const tooFast: ExclusionRule<z.infer<typeof TooFast>> = {
  title: "Too fast",
  words: ({ belowMs, share }) => `gave more than ${percent(share)} of their answers in under ${belowMs} ms`,
  judge: ({ answers }, { belowMs, share }) => {
    if (answers.length === 0) return { undefined: "no_values" };
    const fast = answers.filter(({ responseTimeMs }) => responseTimeMs < belowMs).length;
    return {
      excluded: fast > share * answers.length,
      because: `${fast} of ${answers.length} answers in under ${belowMs} ms`,
    };
  },
};
