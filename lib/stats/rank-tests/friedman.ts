import { chiSquareTail } from "../chi-square-distribution.ts";
import type { Undefined } from "../estimate.ts";
import { fTail } from "../f-distribution.ts";
import { analyseBlockRanks, type Blocks } from "./block-ranks.ts";

/** An F statistic with its degrees of freedom. */
export interface FTest {
  f: number;
  df: readonly [between: number, within: number];
  p: number;
}

export interface Friedman {
  chiSquare: number;
  df: number;
  p: number;
  /** The sharper form; undefined `identical_rankings` where it is infinite. */
  imanDavenport: FTest | Undefined;
  /** Of each treatment; a higher value has a higher rank. */
  meanRanks: readonly number[];
  blocks: number;
}

/**
 * Friedman's test (1937) that k treatments are the same to n blocks (raters, images), by midranks within each block. With the sums of
 * squares of the ranks about (k+1)/2, which take care of ties (Conover 1999, 5.8):
 *
 *   chi^2 = n (k-1) SS_between / SS_total, k-1 degrees of freedom
 *   F = (n-1) SS_between / SS_within = (n-1) chi^2 / (n (k-1) - chi^2), k-1 and (n-1)(k-1)     (Iman and Davenport 1980)
 *
 * Assumes independent blocks. With two treatments it is the sign test, not Wilcoxon's.
 *
 * @param blocks [blocks][treatments] @returns undefined as `analyseBlockRanks`
 */
export function friedman(blocks: Blocks): Friedman | Undefined {
  const ranks = analyseBlockRanks(blocks);
  if ("undefined" in ranks) return ranks;
  const { blocks: n, treatments: k, between, within, total, means } = ranks;
  const chiSquare = (n * (k - 1) * between) / total;
  const df = [k - 1, (n - 1) * (k - 1)] as const;
  const f = ((n - 1) * between) / within;
  return {
    chiSquare,
    df: k - 1,
    p: chiSquareTail(chiSquare, k - 1),
    imanDavenport: within === 0 ? { undefined: "identical_rankings" } : { f, df, p: fTail(f, ...df) },
    meanRanks: means,
    blocks: n,
  };
}
