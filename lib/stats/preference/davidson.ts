import type { Undefined } from "../estimate.ts";
import { type Abilities, abilitiesOf } from "./abilities.ts";
import { addOutcomes } from "./add-outcomes.ts";
import { maximiseLikelihood } from "./maximise-likelihood.ts";
import { type PairCounts, unfitWins } from "./win-graph.ts";

export interface DavidsonFit extends Abilities {
  /** How likely ties are: P(tie) = nu / (2 + nu) between equals. */
  nu: number;
  logNuStandardError: number;
}

/**
 * Abilities from paired comparisons with ties (Davidson 1970), by maximum likelihood. With pi = exp(s):
 *
 *   P(i before j) = pi_i / D,   P(tie) = nu sqrt(pi_i pi_j) / D,   D = pi_i + pi_j + nu sqrt(pi_i pi_j)
 *
 * A tie says that two are alike, where half a win for each says only that neither is better.
 *
 * @param wins [n][n] @param ties [n][n], symmetric
 * @returns undefined as `unfitWins` (ties count as meetings), `no_ties` (nu would be 0: that is `bradleyTerry`), `no_maximum` (some
 * item never loses, and ties do not hold it)
 */
export function davidson(wins: PairCounts, ties: PairCounts): DavidsonFit | Undefined {
  if (wins.every((row) => row.every((count) => count === 0))) return { undefined: "no_decisive_comparisons" };
  const unfit = unfitWins(wins.map((row, i) => row.map((count, j) => count + ties[i][j])));
  if (unfit) return unfit;
  if (ties.every((row) => row.every((count) => count === 0))) return { undefined: "no_ties" };
  const n = wins.length;
  const size = n + 1;
  const maximum = maximiseLikelihood(
    (parameters) => {
      const at = { value: 0, gradient: new Float64Array(size), information: new Float64Array(size * size) };
      for (let i = 0; i < n; i++)
        for (let j = i + 1; j < n; j++)
          addOutcomes(at, parameters, [
            { count: wins[i][j], weights: [[i, 1]] },
            { count: wins[j][i], weights: [[j, 1]] },
            {
              count: ties[i][j],
              weights: [
                [i, 0.5],
                [j, 0.5],
                [n, 1],
              ],
            },
          ]);
      return at;
    },
    n,
    size,
  );
  if (!maximum) return { undefined: "no_maximum" };
  return {
    ...abilitiesOf(maximum, n),
    nu: Math.exp(maximum.parameters[n]),
    logNuStandardError: Math.sqrt(maximum.covariance[n * size + n]),
  };
}
