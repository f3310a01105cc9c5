import { createRandom } from "#lib/tensor/random.ts";

/** What determines every rater's sequence, together with the study's seed. */
export interface AssignmentDesign {
  /** Rated images, each shown to a rater at most once. */
  readonly items: number;
  /** What an image can be shown in: an arm, or a condition of several arms. */
  readonly arms: number;
  /** Rated trials a person, 1 to `items`. */
  readonly trialsPerRater: number;
}

/** One rated trial: indices into the study's rated items and arms. */
export interface AssignedTrial {
  readonly item: number;
  readonly arm: number;
}

/**
 * The whole rated sequence of one rater, recomputed from (seed, index) alone.
 *
 * Raters take consecutive stretches of one endless line of showings g = index * trialsPerRater + j. Showing g is of
 * item c = g mod N in round r = floor(g / N), under a permutation of the items drawn from the seed, and uses arm
 *   a = (g + floor(r d / K) mod d) mod K,  N items, K arms, d = gcd(N, K),
 * under a permutation of the arms. Within K consecutive rounds every item meets every arm exactly once, so over any
 * consecutive raters the counts of the item x arm cells differ by at most 1. Within a rater, arm counts differ by at
 * most 1, or by at most 2 where a rater's stretch crosses the end of a round (never when every rater sees every item).
 * No image comes twice. The order within a rater is random.
 *
 * @param index any integer; simulated raters use -1, -2, ..., so that a rehearsal takes no person's place.
 */
export function assignTrials(design: AssignmentDesign, seed: number, index: number): AssignedTrial[] {
  const armOrder = createRandom(seed).fork("assignment").fork("arms").shuffle(range(design.arms));
  return assignInOrder(design, seed, index).map(({ item, arm }) => ({ item, arm: armOrder[arm] }));
}

/** The same with the arms in the order they have, for a caller who has ordered them: a is not permuted. */
export function assignInOrder(design: AssignmentDesign, seed: number, index: number): AssignedTrial[] {
  const random = createRandom(seed).fork("assignment");
  const itemOrder = random.fork("items").shuffle(range(design.items));
  const trials = showingsOf(design, index).map(({ item, arm }) => ({ item: itemOrder[item], arm }));
  return random.fork(`order/${index}`).shuffle(trials);
}

/**
 * The stretch of showings of one rater, c and a as they are before anything is permuted: how often something is shown does not depend
 * on the permutations, so that counts need no seed.
 */
export function showingsOf(
  { items, arms, trialsPerRater }: AssignmentDesign,
  index: number,
): AssignedTrial[] {
  if (items < 1 || arms < 1 || trialsPerRater < 1 || trialsPerRater > items)
    throw new RangeError(`No assignment for ${items} items, ${arms} arms, ${trialsPerRater} trials`);
  const common = gcd(items, arms);
  return range(trialsPerRater).map((j) => {
    const showing = index * trialsPerRater + j;
    const round = Math.floor(showing / items);
    const shift = modulo(Math.floor((round * common) / arms), common);
    return { item: modulo(showing, items), arm: modulo(showing + shift, arms) };
  });
}

/** The largest multiple of the number of arms within `most` trials, so that a rater meets each arm equally often. */
export function fittingTrialCount(items: number, arms: number, most: number): number {
  const limit = Math.min(items, most);
  return limit < arms ? limit : limit - (limit % arms);
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const modulo = (a: number, n: number): number => ((a % n) + n) % n;
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
