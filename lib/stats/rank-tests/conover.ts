import type { Undefined } from "../estimate.ts";
import { tTwoSidedP } from "../student-t.ts";
import { analyseBlockRanks, type Blocks } from "./block-ranks.ts";
import { type PairwiseP, pairwiseP } from "./pairwise-p.ts";

/**
 * Conover's comparison of all pairs after Friedman's test (Conover 1999, 5.8), with R the mean ranks of k treatments in n blocks:
 *
 *   t_ij = |R_i - R_j| / sqrt(2 SS_within / (n (n-1) (k-1))),   (n-1)(k-1) degrees of freedom
 *
 * Least significant differences: the p values are not corrected (`adjustPairs` does) and mean something only after Friedman's test.
 *
 * @returns undefined as `analyseBlockRanks`, or `identical_rankings` when no block departs from the others
 */
export function conover(blocks: Blocks): PairwiseP | Undefined {
  const ranks = analyseBlockRanks(blocks);
  if ("undefined" in ranks) return ranks;
  const { means, treatments: k, blocks: n, within } = ranks;
  if (within === 0) return { undefined: "identical_rankings" };
  const df = (n - 1) * (k - 1);
  const error = Math.sqrt((2 * within) / (n * df));
  return pairwiseP(k, (i, j) => tTwoSidedP((means[i] - means[j]) / error, df));
}
