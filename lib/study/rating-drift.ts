import { clusteredMeans } from "#lib/stats/bootstrap-by-rater.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { mean } from "#lib/stats/mean.ts";
import type { Random } from "#lib/tensor/random.ts";
import { resampleRaters } from "./resample-raters.ts";

/** A rating with its place in its rater's sequence. */
export interface PlacedRating {
  readonly rater: string;
  readonly value: number;
  /** From 0, practice not counted. */
  readonly position: number;
  /** Rated trials of this rater. */
  readonly trials: number;
}

export interface RatingDrift {
  /** Mean rating in the first, second and last third of the sequence. */
  thirds: Estimate[];
  /** Change from the first trial to the last, in scale points. */
  change: Estimate;
}

/**
 * Whether ratings drift while people rate. With x = position / (trials - 1) the place in the sequence, 0 to 1, and b_r the least-squares
 * slope of rater r's ratings on x,
 *
 *   change = mean of b_r over the raters with three ratings or more, in scale points from the first trial to the last
 *
 * Each rater sees pictures and methods in a random order, so that what is shown does not change along it. Intervals resample whole raters.
 *
 * @returns undefined `no_values`, `fewer_than_two_raters`
 */
export function measureDrift(ratings: readonly PlacedRating[], random: Random): RatingDrift {
  const third = ({ position, trials }: PlacedRating) => String(Math.floor((3 * position) / trials));
  const byThird = clusteredMeans(
    ratings.map((rating) => ({ rater: rating.rater, item: "", group: third(rating), value: rating.value })),
    resampleRaters(ratings, random.fork("thirds")),
  );
  const slopes = [...groupBy(ratings, ({ rater }) => rater)].flatMap(([rater, own]) => {
    const value = own.length < 3 ? null : slope(own);
    return value === null ? [] : [{ rater, item: "", group: "change", value }];
  });
  const change = clusteredMeans(slopes, resampleRaters(slopes, random.fork("change"))).get("change");
  const none: Estimate = { undefined: "no_values" };
  return { thirds: ["0", "1", "2"].map((group) => byThird.get(group) ?? none), change: change ?? none };
}

/** Least squares of value on place; null where all stand at one place. */
function slope(own: readonly PlacedRating[]): number | null {
  const x = own.map(({ position, trials }) => position / Math.max(1, trials - 1));
  const [mx, my] = [mean(x), mean(own.map(({ value }) => value))];
  const xx = x.reduce((sum, one) => sum + (one - mx) ** 2, 0);
  const xy = x.reduce((sum, one, i) => sum + (one - mx) * (own[i].value - my), 0);
  return xx === 0 ? null : xy / xx;
}
