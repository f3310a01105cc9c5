import type { Estimate } from "#lib/stats/estimate.ts";
import type { Random } from "#lib/tensor/random.ts";
import { armMeans } from "./arm-means.ts";
import { resampleArms } from "./arm-resamples.ts";
import { compareBetween, utilities } from "./compare-between.ts";
import type { ReportArm } from "./compute-report.ts";
import type { ArmComparison, Utility } from "./report.ts";
import { resampleRaters } from "./resample-raters.ts";
import type { RatedStimulus } from "./score-answers.ts";
import { type CorrectnessSplit, splitByCorrectness } from "./split-by-correctness.ts";

/** What a report says of arms where each rater belongs to one. */
export interface BetweenRaters {
  readonly betweenRaters: true;
  readonly means: Map<string, Estimate>;
  readonly comparisons: ArmComparison[];
  readonly correctness: CorrectnessSplit[];
  readonly utility: Utility[];
}

/**
 * Each arm by its own raters: its mean score, all of it and apart for right and wrong answers of the computer, with intervals that resample
 * the raters of this arm alone, at the level expanded for their number; every two arms compared between raters.
 */
export function computeBetween(
  arms: readonly ReportArm[],
  ratings: readonly RatedStimulus[],
  random: Random,
): BetweenRaters {
  const own = arms.map((arm) => {
    const rated = ratings.filter(({ armId }) => armId === arm.armId);
    return { arm, rated, options: resampleRaters(rated, random.fork(`arm/${arm.armId}`)) };
  });
  const raters = resampleArms(ratings, { random: random.fork("pairs") });
  return {
    betweenRaters: true,
    means: new Map(own.flatMap(({ rated, options }) => [...armMeans(rated, options)])),
    comparisons: compareBetween(arms, raters),
    correctness: own.flatMap(({ arm, rated, options }) => splitByCorrectness([arm], rated, options)),
    utility: utilities(arms, raters),
  };
}
