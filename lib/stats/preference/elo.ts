/** One comparison: score 1 = the first won, 0 = the second, 0.5 = tie. */
export interface Game {
  first: number;
  second: number;
  score: number;
}

export interface EloOptions {
  /** Most that one game moves a rating. */
  k?: number;
  /** Rating of everyone at the start, which stays the mean. */
  base?: number;
  /** Points ahead at which the odds are 10 to 1. */
  scale?: number;
}

/**
 * Elo ratings (1978) after games in this order: r_i += k (score - E), E = 1 / (1 + 10^((r_j - r_i) / scale)). A running estimate that
 * depends on the order; `bradleyTerry` uses all comparisons alike and has standard errors.
 *
 * @param items how many there are; games name them by index @throws RangeError for a game of an item with itself or a score not in [0, 1]
 */
export function eloRatings(
  games: readonly Game[],
  items: number,
  { k = 32, base = 1000, scale = 400 }: EloOptions = {},
): number[] {
  const ratings = new Array<number>(items).fill(base);
  for (const { first, second, score } of games) {
    if (first === second || !(first in ratings) || !(second in ratings))
      throw new RangeError(`A game is between two of the items 0 to ${items - 1}.`);
    if (!(score >= 0 && score <= 1)) throw new RangeError("A score lies between 0 and 1.");
    const expected = 1 / (1 + 10 ** ((ratings[second] - ratings[first]) / scale));
    const change = k * (score - expected);
    ratings[first] += change;
    ratings[second] -= change;
  }
  return ratings;
}
