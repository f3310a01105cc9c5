import type { Undefined } from "../estimate.ts";
import { midranks } from "../ranks.ts";

/** Blocks x treatments: raters x methods, images x methods. null = not shown. */
export type Blocks = readonly (readonly (number | null)[])[];

/** Midranks from 1 within each block, ascending; null where the treatment was not shown. */
export function rankWithinBlocks(blocks: Blocks): (number | null)[][] {
  return blocks.map((block) => {
    const ranks = midranks(block.filter((value) => value !== null));
    let next = 0;
    return block.map((value) => (value === null ? null : ranks[next++]));
  });
}

/** Analysis of variance of the ranks within complete blocks: what Friedman's test and its comparisons of pairs are made of. */
export interface BlockRanks {
  blocks: number;
  treatments: number;
  /** Mean rank of each treatment. */
  means: readonly number[];
  /** Sum of squares about (k+1)/2, and its parts: blocks times that of the means, and that about the means. */
  total: number;
  between: number;
  within: number;
}

/**
 * @param blocks [blocks][treatments], none missing
 * @returns undefined `fewer_than_two_blocks`, `fewer_than_two_groups` (treatments), `incomplete_blocks`, or `no_variation` when every
 * block gives all treatments the same value
 */
export function analyseBlockRanks(blocks: Blocks): BlockRanks | Undefined {
  if (blocks.length < 2) return { undefined: "fewer_than_two_blocks" };
  const treatments = blocks[0].length;
  if (treatments < 2) return { undefined: "fewer_than_two_groups" };
  const complete = (block: Blocks[number]) =>
    block.length === treatments && block.every((value) => value !== null);
  if (!blocks.every(complete)) return { undefined: "incomplete_blocks" };
  const ranks = rankWithinBlocks(blocks) as number[][];
  const means = blocks[0].map((_, j) => ranks.reduce((sum, row) => sum + row[j], 0) / blocks.length);
  const middle = (treatments + 1) / 2;
  const squares = (about: (j: number) => number) =>
    ranks.reduce((sum, row) => sum + row.reduce((part, rank, j) => part + (rank - about(j)) ** 2, 0), 0);
  const total = squares(() => middle);
  if (total === 0) return { undefined: "no_variation" };
  const between = blocks.length * means.reduce((sum, mean) => sum + (mean - middle) ** 2, 0);
  return { blocks: blocks.length, treatments, means, total, between, within: squares((j) => means[j]) };
}
