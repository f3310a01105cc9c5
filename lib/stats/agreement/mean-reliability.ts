import type { Random } from "#lib/tensor/random.ts";
import {
  type BootstrapOptions,
  centredInterval,
  DEFAULT_LEVEL,
  DEFAULT_REPLICATES,
  drawUnits,
} from "../bootstrap.ts";
import { spearman } from "../correlation.ts";
import type { Estimate } from "../estimate.ts";
import { mean } from "../mean.ts";
import { spearmanOfDraws } from "../spearman-of-draws.ts";
import type { ItemRating } from "./leave-one-rater-out.ts";

/** Random halves; with so many, which halves were drawn moves the mean by less than a hundredth of the interval. */
const SPLITS = 100;

/** Means of both halves of the raters, of the items that both rated. */
interface Halves {
  first: number[];
  second: number[];
}

/**
 * Split-half reliability of items' mean ratings, where raters saw different items: the raters are halved at random, each half's mean of
 * each item is taken, and Spearman's correlation of the two over the items that both halves rated, averaged over 100 halvings, is stepped up
 * to all raters by Spearman (1910) and Brown (1910): 2 r / (1 + r). In (0, 1]: the share of the means' variance that is true. Its square root is the
 * correlation with the means that not even the true values are expected to exceed (Spearman 1904). For ranks the step is an approximation.
 *
 * The interval resamples items, each replicate on one halving, and is moved onto r before the step; it is cut at 0 and 1. n = items that two or more rated.
 *
 * @returns undefined `fewer_than_two_raters`, `too_few_points` when most halvings leave fewer than three items, `no_variation`,
 * `unrelated_halves` when r is not positive, `too_few_replicates`
 */
export function meanReliability(ratings: readonly ItemRating[], options: BootstrapOptions): Estimate {
  const raters = [...new Set(ratings.map(({ rater }) => rater))].sort();
  if (raters.length < 2) return { undefined: "fewer_than_two_raters" };
  const { random, replicates = DEFAULT_REPLICATES, level = DEFAULT_LEVEL } = options;
  const halvings = halve(ratings, raters, random.fork("halves"));
  const enough = halvings.filter(({ first }) => first.length >= 3);
  if (enough.length * 2 < SPLITS) return { undefined: "too_few_points" };
  const correlations = enough.flatMap(({ first, second }) => {
    const found = spearman(first, second);
    return "value" in found ? [found.value] : [];
  });
  if (correlations.length * 2 < SPLITS) return { undefined: "no_variation" };
  const correlation = mean(correlations);
  if (correlation <= 0) return { undefined: "unrelated_halves" };
  const values = resample(enough, replicates, random.fork("items"));
  if (values.length * 2 < replicates) return { undefined: "too_few_replicates" };
  const { low, high } = centredInterval(correlation, values, level);
  return {
    value: stepUp(correlation),
    low: stepUp(Math.max(0, low)),
    high: stepUp(Math.min(1, high)),
    n: itemsRatedTwice(ratings),
  };
}

/** Spearman and Brown's step from half of the raters to all: 2 r / (1 + r), r in [0, 1]. */
function stepUp(r: number): number {
  return (2 * r) / (1 + r);
}

function halve(ratings: readonly ItemRating[], raters: readonly string[], random: Random): Halves[] {
  const items = new Map([...new Set(ratings.map(({ item }) => item))].sort().map((item, i) => [item, i]));
  const rater = new Map(raters.map((name, r) => [name, r]));
  const raterOf = Int32Array.from(ratings, (row) => rater.get(row.rater)!);
  const itemOf = Int32Array.from(ratings, (row) => items.get(row.item)!);
  const values = Float64Array.from(ratings, (row) => row.value);
  const middle = Math.ceil(raters.length / 2);
  return Array.from({ length: SPLITS }, () => {
    const side = new Uint8Array(raters.length);
    for (const r of random.shuffle([...raters.keys()]).slice(middle)) side[r] = 1;
    const sums = [new Float64Array(items.size), new Float64Array(items.size)];
    const counts = [new Int32Array(items.size), new Int32Array(items.size)];
    for (let row = 0; row < values.length; row++) {
      const half = side[raterOf[row]];
      sums[half][itemOf[row]] += values[row];
      counts[half][itemOf[row]]++;
    }
    const both = [...counts[0].keys()].filter((i) => counts[0][i] > 0 && counts[1][i] > 0);
    const means = (half: 0 | 1) => both.map((i) => sums[half][i] / counts[half][i]);
    return { first: means(0), second: means(1) };
  });
}

/** Correlation of the halves on resampled items, one halving a replicate; those without one are left out. */
function resample(halvings: readonly Halves[], replicates: number, random: Random): Float64Array {
  const statistics = halvings.map(({ first, second }) => ({
    of: spearmanOfDraws(first, second),
    draw: drawUnits(random, first.length),
    indices: new Int32Array(first.length),
  }));
  const values = Array.from({ length: replicates }, (_, k) => {
    const { of, draw, indices } = statistics[k % statistics.length];
    draw(indices);
    return of(indices);
  });
  return Float64Array.from(values.filter((value) => value !== null));
}

function itemsRatedTwice(ratings: readonly ItemRating[]): number {
  const seen = new Map<string, number>();
  for (const { item } of ratings) seen.set(item, (seen.get(item) ?? 0) + 1);
  return [...seen.values()].filter((times) => times > 1).length;
}
