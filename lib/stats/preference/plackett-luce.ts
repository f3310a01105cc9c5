import type { Undefined } from "../estimate.ts";
import { type Abilities, abilitiesOf } from "./abilities.ts";
import { addOutcomes } from "./add-outcomes.ts";
import { maximiseLikelihood } from "./maximise-likelihood.ts";
import { unfitWins } from "./win-graph.ts";

/**
 * Abilities from rankings, whole or of some items (Plackett 1975; Luce 1959), by maximum likelihood: a ranking is a row of choices
 * of the best of what is left,
 *
 *   P(a, b, c, ...) = exp(s_a) / (sum of exp(s) of all) * exp(s_b) / (sum of exp(s) of all but a) * ...
 *
 * With two items a ranking it is Bradley and Terry's model.
 *
 * @param rankings item indices, best first @param items how many there are @param times how often each ranking was given; once each
 * unless said otherwise
 * @returns log-abilities, sum 0; undefined as `unfitWins`: finite when of any two groups each beats the other once (Hunter 2004)
 * @throws RangeError for a ranking that names an item twice, or none there is
 */
export function plackettLuce(
  rankings: readonly (readonly number[])[],
  items: number,
  times: readonly number[] = rankings.map(() => 1),
): Abilities | Undefined {
  const wins = Array.from({ length: items }, () => new Array<number>(items).fill(0));
  for (const ranking of rankings) {
    if (new Set(ranking).size !== ranking.length || ranking.some((item) => !wins[item]))
      throw new RangeError(`A ranking names different items of 0 to ${items - 1}.`);
    ranking.forEach((item, place) => {
      for (const lower of ranking.slice(place + 1)) wins[item][lower]++;
    });
  }
  const unfit = unfitWins(wins);
  if (unfit) return unfit;
  const maximum = maximiseLikelihood(
    (abilities) => {
      const at = {
        value: 0,
        gradient: new Float64Array(items),
        information: new Float64Array(items * items),
      };
      for (const [which, ranking] of rankings.entries())
        for (let place = 0; place + 1 < ranking.length; place++)
          addOutcomes(
            at,
            abilities,
            ranking
              .slice(place)
              .map((item, later) => ({ count: later === 0 ? times[which] : 0, weights: [[item, 1]] })),
          );
      return at;
    },
    items,
    items,
  );
  return maximum ? abilitiesOf(maximum, items) : { undefined: "no_maximum" };
}
