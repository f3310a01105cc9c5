import { type ClusterOptions, clusteredMeans } from "#lib/stats/bootstrap-by-rater.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import type { RatedStimulus } from "./score-answers.ts";

/** An arm's mean score where the computer's answer was right, and where it was wrong. */
export interface CorrectnessSplit {
  readonly armId: string;
  readonly right: Estimate;
  readonly wrong: Estimate;
}

const NONE: Estimate = { undefined: "no_values" };

/**
 * Mean score of each arm over what is said of right answers of the computer, and over those about wrong ones, intervals
 * clustered by rater. People tend to be convinced by any explanation of an answer, also of a wrong one (Kim et al. 2022,
 * HIVE, ECCV): a mean over both says more of how often the model errs than of the map. An answer about several pictures
 * counts by the one that the score is of. Images of unknown class are in neither.
 */
export function splitByCorrectness(
  arms: readonly { readonly armId: string }[],
  ratings: readonly RatedStimulus[],
  options: ClusterOptions,
): CorrectnessSplit[] {
  const rows = ratings.flatMap(({ rater, itemId, armId, correct, value }) =>
    correct === null ? [] : [{ rater, item: itemId, group: groupOf(armId, correct), value }],
  );
  const means = clusteredMeans(rows, options);
  return arms.map(({ armId }) => ({
    armId,
    right: means.get(groupOf(armId, true)) ?? NONE,
    wrong: means.get(groupOf(armId, false)) ?? NONE,
  }));
}

const groupOf = (armId: string, correct: boolean): string => `${armId} ${correct ? "right" : "wrong"}`;
