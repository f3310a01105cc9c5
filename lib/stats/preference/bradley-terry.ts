import type { Undefined } from "../estimate.ts";
import { type Abilities, abilitiesOf } from "./abilities.ts";
import { addOutcomes } from "./add-outcomes.ts";
import { maximiseLikelihood } from "./maximise-likelihood.ts";
import { type PairCounts, unfitWins } from "./win-graph.ts";

/** What a tie is to `bradleyTerry`: nothing, or half a win for each. For a model of ties see `davidson`. */
export type TieRule = "ignored" | "half";

/**
 * Abilities from paired comparisons (Bradley and Terry 1952): P(i before j) = 1 / (1 + exp(s_j - s_i)), by maximum likelihood.
 * Comparisons are taken as independent: those of one rater are not, so intervals over raters come from resampling raters.
 *
 * @param wins [n][n] @param ties [n][n], symmetric
 * @returns log-abilities, sum 0, with standard errors from the inverse information under that constraint; undefined as `unfitWins`
 */
export function bradleyTerry(
  wins: PairCounts,
  ties: PairCounts,
  rule: TieRule = "ignored",
): Abilities | Undefined {
  const counted =
    rule === "half" ? wins.map((row, i) => row.map((count, j) => count + ties[i][j] / 2)) : wins;
  const unfit = unfitWins(counted);
  if (unfit) return unfit;
  const n = wins.length;
  const maximum = maximiseLikelihood(
    (abilities) => {
      const at = { value: 0, gradient: new Float64Array(n), information: new Float64Array(n * n) };
      for (let i = 0; i < n; i++)
        for (let j = i + 1; j < n; j++)
          addOutcomes(at, abilities, [
            { count: counted[i][j], weights: [[i, 1]] },
            { count: counted[j][i], weights: [[j, 1]] },
          ]);
      return at;
    },
    n,
    n,
  );
  return maximum ? abilitiesOf(maximum, n) : { undefined: "no_maximum" };
}
