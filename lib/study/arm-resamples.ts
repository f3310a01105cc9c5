import { DEFAULT_REPLICATES, drawUnits } from "#lib/stats/bootstrap.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { mean } from "#lib/stats/mean.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { RatedStimulus } from "./score-answers.ts";

/** The raters of one arm. */
export interface ArmRaters {
  /** Mean score of each, in the order of their names; at least one. */
  readonly means: readonly number[];
  /** Mean over raters of `means`. */
  readonly mean: number;
  /** The same of resamples of these raters, [replicates]. */
  readonly resampled: Float64Array;
}

/**
 * Where each rater belongs to one arm: the raters of every arm with resamples of them, arm by arm, so that each resample has as many raters
 * of an arm as the study has. The draws of an arm follow from its id alone.
 * @returns by arm; those without a score are missing
 */
export function resampleArms(
  ratings: readonly RatedStimulus[],
  { random, replicates = DEFAULT_REPLICATES }: { random: Random; replicates?: number },
): Map<string, ArmRaters> {
  const byArm = groupBy(ratings, ({ armId }) => armId);
  return new Map(
    [...byArm].map(([armId, own]) => {
      const byRater = groupBy(own, ({ rater }) => rater);
      const raters = [...byRater.keys()].sort((a, b) => (a < b ? -1 : 1));
      const means = raters.map((rater) => mean(byRater.get(rater)!.map(({ value }) => value)));
      return [
        armId,
        { means, mean: mean(means), resampled: resample(means, random.fork(armId), replicates) },
      ];
    }),
  );
}

function resample(values: readonly number[], random: Random, replicates: number): Float64Array {
  const draw = drawUnits(random, values.length);
  const indices = new Int32Array(values.length);
  return Float64Array.from({ length: replicates }, () => {
    draw(indices);
    return indices.reduce((sum, at) => sum + values[at], 0) / values.length;
  });
}
