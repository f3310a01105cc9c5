import { type ItemRating, leaveOneRaterOut } from "#lib/stats/agreement/leave-one-rater-out.ts";
import { meanReliability } from "#lib/stats/agreement/mean-reliability.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { ReportArm } from "./compute-report.ts";
import type { RatingReliability } from "./report.ts";
import { resampleRaters } from "./resample-raters.ts";
import type { RatedStimulus } from "./score-answers.ts";
import { STATEMENTS } from "./statement.ts";

/**
 * How far raters agree on the maps of each statement that was rated, and what that leaves for anything else to predict: the ceiling of a
 * correlation with maps' mean ratings is the square root of the means' reliability (Spearman 1904).
 */
export function rateReliability(
  arms: readonly ReportArm[],
  ratings: readonly RatedStimulus[],
  random: Random,
): RatingReliability[] {
  const statementOf = new Map(arms.map(({ armId, statement }) => [armId, statement]));
  return STATEMENTS.flatMap((statement) => {
    const own = ratings.flatMap(({ rater, armId, mapId, value }): ItemRating[] =>
      mapId !== null && statementOf.get(armId) === statement ? [{ rater, item: mapId, value }] : [],
    );
    if (own.length === 0) return [];
    const reliability = meanReliability(own, { random: random.fork(`halves/${statement}`) });
    return {
      statement,
      leaveOneOut: leaveOneRaterOut(own, resampleRaters(own, random.fork(`leave out/${statement}`))),
      splitHalf: reliability,
      ceiling: ceilingOf(reliability),
    };
  });
}

function ceilingOf(reliability: Estimate): RatingReliability["ceiling"] {
  if ("undefined" in reliability) return reliability;
  const { value, low, high, n } = reliability;
  return { value: Math.sqrt(value), low: Math.sqrt(low), high: Math.sqrt(high), n };
}
