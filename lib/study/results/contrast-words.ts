import type { StudyReport } from "../report.ts";

/** How arms are compared in a study, in the words of its results. */
export interface ContrastWords {
  /** Beside the title of the section. */
  readonly context: string;
  /** Before a number. */
  readonly difference: string;
  /** A sentence without its full stop: what a difference is. */
  readonly meaning: string;
  readonly test: string;
  /** Of the tests in a table to go on with. */
  readonly testId: string;
  /** The effect size, and where it lies. */
  readonly effect: { readonly name: string; readonly id: string; readonly note: string };
}

const WITHIN: ContrastWords = {
  context: "Paired within raters",
  difference: "the difference within raters",
  meaning:
    "Each rater’s mean of the one method less that of the other, in the units of the measure, averaged over the raters of both",
  test: "Wilcoxon’s signed-rank test over raters",
  testId: "wilcoxon",
  effect: {
    name: "rank-biserial",
    id: "rank_biserial",
    note: "Rank-biserial correlation: 1 where every rater rates the first higher, 0 where neither side outweighs.",
  },
};

const BETWEEN: ContrastWords = {
  context: "Between raters, each of one method",
  difference: "the difference between raters",
  meaning:
    "The mean of raters’ means under the one method less that under the other, in the units of the measure; each rater belongs to one method",
  test: "Mann and Whitney’s test of raters’ means",
  testId: "mann-whitney",
  effect: {
    name: "Cliff’s delta",
    id: "cliffs_delta",
    note: "Cliff’s delta: 1 where every rater of the first is above every rater of the other, 0 where neither side outweighs.",
  },
};

export const contrastWords = ({ betweenRaters }: Pick<StudyReport, "betweenRaters">): ContrastWords =>
  betweenRaters ? BETWEEN : WITHIN;
