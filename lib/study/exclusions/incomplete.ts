import { z } from "zod";
import type { ExclusionRule } from "./exclusion-rule.ts";
import { percent, Share } from "./share.ts";

export const Incomplete = z.object({
  /** Of the rated trials a rater was given: who answered fewer is left out. */
  share: Share,
});

/** Stopped early. Whoever answers all sees every method equally often, or nearly. */
export const incomplete: ExclusionRule<z.infer<typeof Incomplete>> = {
  title: "Incomplete",
  words: ({ share }) =>
    share === 1
      ? "did not rate all of their pictures"
      : `rated fewer than ${percent(share)} of their pictures`,
  judge: ({ trials, answers }, { share }) => {
    if (trials === 0) return { undefined: "no_values" };
    return {
      excluded: answers.length < share * trials,
      because: `${answers.length} of ${trials} pictures rated`,
    };
  },
};
