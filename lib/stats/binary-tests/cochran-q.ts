import { chiSquareTail } from "../chi-square-distribution.ts";
import type { Undefined } from "../estimate.ts";

export interface CochranQ {
  q: number;
  df: number;
  p: number;
  /** Blocks whose answers are not all the same: the others tell nothing. */
  mixed: number;
}

/**
 * Cochran's Q test (1950) that k treatments have the same share of successes in the same n blocks, McNemar's test for more than two:
 *
 *   Q = (k-1) (k sum_j C_j^2 - N^2) / (k N - sum_i R_i^2),   k-1 degrees of freedom of chi square
 *
 * C successes of a treatment, R of a block, N of all. Assumes independent blocks; chi square is good where mixed blocks times
 * treatments reach 24 (Tate and Brown 1970).
 *
 * @param blocks [blocks][treatments] of 0 and 1
 * @returns undefined `no_values`, `fewer_than_two_groups`, `incomplete_blocks`, `no_variation_within_blocks`
 */
export function cochranQ(blocks: readonly (readonly number[])[]): CochranQ | Undefined {
  if (blocks.length === 0) return { undefined: "no_values" };
  const k = blocks[0].length;
  if (k < 2) return { undefined: "fewer_than_two_groups" };
  if (blocks.some((block) => block.length !== k)) return { undefined: "incomplete_blocks" };
  const rows = blocks.map((block) => block.reduce((sum, one) => sum + one, 0));
  const mixed = rows.filter((row) => row > 0 && row < k).length;
  if (mixed === 0) return { undefined: "no_variation_within_blocks" };
  const columns = blocks[0].map((_, j) => blocks.reduce((sum, block) => sum + block[j], 0));
  const total = rows.reduce((sum, row) => sum + row, 0);
  const squares = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count * count, 0);
  const q = ((k - 1) * (k * squares(columns) - total * total)) / (k * total - squares(rows));
  return { q, df: k - 1, p: chiSquareTail(q, k - 1), mixed };
}
