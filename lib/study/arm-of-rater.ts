import { type AssignedTrial, type AssignmentDesign, assignInOrder } from "./assignment.ts";

/**
 * The rated sequence of a rater who belongs to one arm, recomputed from (seed, index) alone: rater i is in arm i mod K of K, and is the
 * floor(i / K)-th of it. So over any consecutive raters the sizes of the arms differ by at most 1, and within an arm images are balanced as
 * `assignTrials` balances them. The K raters of a block see the same images in the same order, each under another arm:
 * nothing but the arm sets them apart.
 *
 * @param design its arms in an order that the caller has drawn @param index any integer, as in `assignTrials`
 */
export function assignOneArm(design: AssignmentDesign, seed: number, index: number): AssignedTrial[] {
  const block = Math.floor(index / design.arms);
  const arm = index - block * design.arms;
  return assignInOrder({ ...design, arms: 1 }, seed, block).map(({ item }) => ({ item, arm }));
}
