import type { Undefined } from "../estimate.ts";
import { normalRangeQuantile, normalRangeTail } from "../normal-range.ts";
import { analyseBlockRanks, type Blocks } from "./block-ranks.ts";
import { type PairwiseP, pairwiseP } from "./pairwise-p.ts";

/**
 * Nemenyi's comparison of all pairs after Friedman's test (1963; Demsar 2006, 3.2.2), corrected for all pairs at once:
 *
 *   p_ij = P(range of k normals >= sqrt(2) |R_i - R_j| / sqrt(k (k+1) / (6 n))),   R mean ranks of k treatments in n blocks
 *
 * Takes no account of ties, which makes it cautious.
 *
 * @returns undefined as `analyseBlockRanks`
 */
export function nemenyi(blocks: Blocks): PairwiseP | Undefined {
  const ranks = analyseBlockRanks(blocks);
  if ("undefined" in ranks) return ranks;
  const { means, treatments: k, blocks: n } = ranks;
  const unit = standardError(k, n);
  return pairwiseP(k, (i, j) => normalRangeTail((Math.SQRT2 * Math.abs(means[i] - means[j])) / unit, k));
}

/**
 * Nemenyi's critical difference: mean ranks that lie at least q_alpha sqrt(k (k+1) / (6 n)) apart differ at level alpha. The bar of
 * Demsar's (2006) diagram.
 *
 * @param k treatments, at least 2 @param n blocks, at least 1 @param alpha in (0, 1)
 */
export function criticalDifference(k: number, n: number, alpha = 0.05): number {
  return nemenyiQuantile(k, alpha) * standardError(k, n);
}

/** q_alpha: the quantile of the range of k standard normals over sqrt(2) (Demsar 2006, table 5a). */
export function nemenyiQuantile(k: number, alpha = 0.05): number {
  return normalRangeQuantile(1 - alpha, k) / Math.SQRT2;
}

/** Of the difference of two mean ranks, without ties. */
function standardError(k: number, n: number): number {
  return Math.sqrt((k * (k + 1)) / (6 * n));
}
