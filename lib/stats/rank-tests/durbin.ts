import { chiSquareTail } from "../chi-square-distribution.ts";
import type { Undefined } from "../estimate.ts";
import { type Blocks, rankWithinBlocks } from "./block-ranks.ts";

export interface Durbin {
  chiSquare: number;
  df: number;
  p: number;
  /** Of each treatment, over the blocks that show it. */
  rankSums: readonly number[];
}

/**
 * Durbin's test (1951) that t treatments are the same, where each block shows only k of them in a balanced incomplete design: every
 * treatment is in r blocks, every two are together in equally many. By midranks within blocks (Conover 1999, 5.9, with ties):
 *
 *   D = (t-1) sum_j (R_j - r (k+1)/2)^2 / sum (rank - (k+1)/2)^2,   t-1 degrees of freedom of chi square
 *
 * With complete blocks (k = t) it is Friedman's test.
 *
 * @param blocks [blocks][treatments], null where not shown
 * @returns undefined `fewer_than_two_blocks`, `fewer_than_two_groups`, `unbalanced_blocks`, `no_variation`
 */
export function durbin(blocks: Blocks): Durbin | Undefined {
  if (blocks.length < 2) return { undefined: "fewer_than_two_blocks" };
  const treatments = blocks[0].length;
  if (treatments < 2) return { undefined: "fewer_than_two_groups" };
  const design = balanceOf(blocks, treatments);
  if (design === null) return { undefined: "unbalanced_blocks" };
  const ranks = rankWithinBlocks(blocks);
  const middle = (design.shown + 1) / 2;
  const squares = ranks
    .flat()
    .reduce<number>((sum, rank) => sum + (rank === null ? 0 : (rank - middle) ** 2), 0);
  if (squares === 0) return { undefined: "no_variation" };
  const rankSums = blocks[0].map((_, j) => ranks.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const between = rankSums.reduce((sum, rankSum) => sum + (rankSum - design.repeats * middle) ** 2, 0);
  const chiSquare = ((treatments - 1) * between) / squares;
  return { chiSquare, df: treatments - 1, p: chiSquareTail(chiSquare, treatments - 1), rankSums };
}

/** Treatments a block and blocks a treatment; null when these or the blocks of two treatments differ. */
function balanceOf(blocks: Blocks, treatments: number): { shown: number; repeats: number } | null {
  if (blocks.some((block) => block.length !== treatments)) return null;
  const together = (i: number, j: number) =>
    blocks.filter((block) => block[i] !== null && block[j] !== null).length;
  const shown = new Set(blocks.map((block) => block.filter((value) => value !== null).length));
  const repeats = new Set<number>();
  const pairs = new Set<number>();
  for (let j = 0; j < treatments; j++) {
    repeats.add(together(j, j));
    for (let i = 0; i < j; i++) pairs.add(together(i, j));
  }
  if (shown.size > 1 || repeats.size > 1 || pairs.size > 1) return null;
  return { shown: [...shown][0], repeats: [...repeats][0] };
}
