import type { Preference } from "../report.ts";

/** What each model of preference puts the methods on, and what a difference there means. */
export const PREFERENCE_SCALES: Readonly<Record<Preference["model"], { column: string; words: string }>> = {
  pairs: {
    column: "strength, log-odds",
    words:
      "Strengths sum to 0; the difference of two is the log of the odds that the one is preferred to the other. Davidson’s model: Bradley and Terry’s with ties, which “both” and “neither” are.",
  },
  rankings: {
    column: "strength, log-odds",
    words:
      "Strengths sum to 0; the difference of two is the log of the odds that the one is ranked above the other. Plackett and Luce’s model: a ranking is a row of choices of the best of what is left.",
  },
  "best-worst": {
    column: "best minus worst",
    words: "How much more often a method’s map was chosen best than worst, of the times it was shown.",
  },
};
