import type { Undefined } from "../estimate.ts";
import { normalTail } from "../normal-distribution.ts";
import { rankGroups } from "./kruskal-wallis.ts";
import { type PairwiseP, pairwiseP } from "./pairwise-p.ts";

/**
 * Dunn's comparison of all pairs after Kruskal and Wallis' test (1964), with the variance of the ranks that ties leave:
 *
 *   z_ij = |R_i - R_j| / sqrt(S^2 (1/n_i + 1/n_j)),   R mean ranks among all values
 *
 * The p values are not corrected; `adjustPairs` does.
 *
 * @returns undefined as `rankGroups`
 */
export function dunn(groups: readonly (readonly number[])[]): PairwiseP | Undefined {
  const ranks = rankGroups(groups);
  if ("undefined" in ranks) return ranks;
  const { means, sizes, variance } = ranks;
  return pairwiseP(groups.length, (i, j) => {
    const error = Math.sqrt(variance * (1 / sizes[i] + 1 / sizes[j]));
    return 2 * normalTail(Math.abs(means[i] - means[j]) / error);
  });
}
