import { groupBy } from "#lib/stats/group-by.ts";
import { mean } from "#lib/stats/mean.ts";
import type { RatedStimulus } from "./score-answers.ts";

/** What raters said of one map. */
export interface MapRating {
  readonly mapId: string;
  /** Of the scores. */
  readonly mean: number;
  /** Standard deviation of the scores, over n - 1; null with one answer. */
  readonly spread: number | null;
  readonly answers: number;
}

/** Mean and spread of the scores of each map; what shows no map is left out. */
export function rateMaps(ratings: readonly RatedStimulus[]): MapRating[] {
  const byMap = groupBy(
    ratings.filter(({ mapId }) => mapId !== null),
    ({ mapId }) => mapId!,
  );
  return [...byMap].map(([mapId, own]) => {
    const scores = own.map(({ value }) => value);
    const centre = mean(scores);
    const squares = scores.reduce((sum, score) => sum + (score - centre) ** 2, 0);
    const spread = scores.length < 2 ? null : Math.sqrt(squares / (scores.length - 1));
    return { mapId, mean: centre, spread, answers: scores.length };
  });
}
