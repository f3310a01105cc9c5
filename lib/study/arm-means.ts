import type { BootstrapOptions } from "#lib/stats/bootstrap.ts";
import { clusteredMeans } from "#lib/stats/bootstrap-by-rater.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import type { RatedStimulus } from "./score-answers.ts";

/** Mean score of each arm that has scores, by its id, with an interval that resamples whole raters: see `clusteredMeans`. */
export function armMeans(
  ratings: readonly RatedStimulus[],
  options: BootstrapOptions,
): Map<string, Estimate> {
  return clusteredMeans(
    ratings.map(({ rater, itemId, armId, value }) => ({ rater, item: itemId, group: armId, value })),
    options,
  );
}
