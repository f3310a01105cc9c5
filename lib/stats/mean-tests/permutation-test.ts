import type { Random } from "#lib/tensor/random.ts";
import type { Alternative } from "../alternative.ts";
import type { Undefined } from "../estimate.ts";
import { DEFAULT_PERMUTATIONS, type PermutationTest, permutationP } from "./permutation-p.ts";

/** Fills the array with 0..n-1 in some order. */
export type DrawOrder = (order: Int32Array) => void;

export interface PermutationOptions {
  /** `drawOrder(random)`. */
  draw: DrawOrder;
  alternative?: Alternative;
  permutations?: number;
}

/** Every order, each as likely. */
export function drawOrder(random: Random): DrawOrder {
  return (order) => order.set(random.shuffle([...order.keys()]));
}

/**
 * Permutation test of the difference of two means, x - y, by dealing all values anew to both sides (Pitman 1937). Assumes that with no
 * difference all values are exchangeable: one distribution on both sides, not only one mean.
 *
 * @returns undefined `no_values` when a side is empty, `no_variation` when all values are the same
 */
export function permutationTest(
  x: readonly number[],
  y: readonly number[],
  { draw, alternative = "two-sided", permutations = DEFAULT_PERMUTATIONS }: PermutationOptions,
): PermutationTest | Undefined {
  if (x.length === 0 || y.length === 0) return { undefined: "no_values" };
  const all = [...x, ...y];
  if (all.every((value) => value === all[0])) return { undefined: "no_variation" };
  const size = all.reduce((sum, one) => sum + Math.abs(one), 0) / all.length;
  const order = Int32Array.from(all.keys());
  const value = differenceOfMeans(all, order, x.length);
  const dealt = Float64Array.from({ length: permutations }, () => {
    draw(order);
    return differenceOfMeans(all, order, x.length);
  });
  return { value, p: permutationP(value, dealt, size, { alternative, method: "drawn" }), method: "drawn" };
}

/** Mean of the first `size` in this order minus the mean of the rest. */
function differenceOfMeans(values: readonly number[], order: Int32Array, size: number): number {
  let [first, rest] = [0, 0];
  for (let i = 0; i < order.length; i++) {
    if (i < size) first += values[order[i]];
    else rest += values[order[i]];
  }
  return first / size - rest / (order.length - size);
}
