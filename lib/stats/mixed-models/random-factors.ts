import type { RatingTable } from "../bootstrap-by-rater.ts";
import type { UndefinedReason } from "../estimate.ts";

/** What differs by chance between levels drawn from a population: people and images, each with an intercept of its own. */
export type RandomFactor = "rater" | "item";
export const RANDOM_FACTORS: readonly RandomFactor[] = ["rater", "item"];

/** A standard deviation this small in units of the residual's is at the boundary of 0 (the tolerance of lme4's isSingular). */
export const SINGULAR = 1e-4;

/** The level of every rating; a factor that a model leaves out has one level, whose deviation is held at 0. */
export interface Levels {
  of: Int32Array;
  count: number;
}

export function levelsOf(table: RatingTable, factor: RandomFactor, random: readonly RandomFactor[]): Levels {
  if (!random.includes(factor)) return { of: new Int32Array(table.value.length), count: 1 };
  return factor === "rater"
    ? { of: table.rater, count: table.raters.length }
    : { of: table.item, count: table.items.length };
}

/** Standard deviations of both factors from those that are free, in the order of `random`. */
export function spread(free: ArrayLike<number>, random: readonly RandomFactor[]): [number, number] {
  const of = (factor: RandomFactor) => (random.includes(factor) ? free[random.indexOf(factor)] : 0);
  return [of("rater"), of("item")];
}

/** Why the variance between levels cannot be told from the ratings, if it cannot. */
export function whyNotRandom(table: RatingTable, random: readonly RandomFactor[]): UndefinedReason | null {
  for (const factor of random) {
    const { count } = levelsOf(table, factor, random);
    if (count < 2) return "fewer_than_two_levels";
    if (count === table.value.length) return "no_repeated_levels";
  }
  return null;
}
