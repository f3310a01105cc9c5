import { type Alternative, pOfTails } from "../alternative.ts";
import type { Undefined, Value } from "../estimate.ts";
import { normalTail } from "../normal-distribution.ts";
import { midranks } from "../ranks.ts";

export interface MannWhitneyOptions {
  /** Of x against y. */
  alternative?: Alternative;
  /** "exact": over all ways to choose x among the values as they are. "normal": its approximation. Default: exact up to 60 values. */
  method?: "exact" | "normal";
  /** Of the normal approximation: half a unit towards its mean. */
  continuity?: boolean;
}

export interface MannWhitney {
  /** Pairs in which x is the larger, a tie for half; of x and of y. Their sum is the number of pairs. */
  ux: number;
  uy: number;
  p: number;
  /** Values on both sides. */
  n: number;
  method: "exact" | "normal";
}

/** Beyond it the normal approximation is as good and the exact count takes a second. */
const EXACT_UP_TO = 60;

/**
 * Mann and Whitney's U test (1947) of two independent samples, which is Wilcoxon's rank-sum test:
 *
 *   U_x = R_x - n_x (n_x + 1) / 2,   R_x = sum of the midranks of x among all values
 *
 * The exact p is conditional on the midranks as they are: the share of the choices of n_x values whose rank sum is as extreme, ties
 * included. The normal approximation has the variance with ties, n_x n_y / 12 (N + 1 - sum (t^3 - t) / (N (N - 1))).
 * It assumes independent values; p is exact for "same distribution", not for "same median".
 *
 * @returns undefined `no_values` when a side is empty, `no_variation` when all values are the same
 */
export function mannWhitney(
  x: readonly number[],
  y: readonly number[],
  options: MannWhitneyOptions = {},
): MannWhitney | Undefined {
  const { alternative = "two-sided", continuity = false } = options;
  if (x.length === 0 || y.length === 0) return { undefined: "no_values" };
  const ranks = midranks([...x, ...y]);
  if (ranks.every((rank) => rank === ranks[0])) return { undefined: "no_variation" };
  const n = ranks.length;
  const rankSum = ranks.subarray(0, x.length).reduce((sum, rank) => sum + rank, 0);
  const ux = rankSum - (x.length * (x.length + 1)) / 2;
  const uy = x.length * y.length - ux;
  const method = options.method ?? (n <= EXACT_UP_TO ? "exact" : "normal");
  const [greater, less] =
    method === "exact"
      ? exactTails(ranks, x.length, rankSum)
      : normalTails(ranks, x.length, ux, alternative, continuity);
  return { ux, uy, p: pOfTails(greater, less, alternative), n, method };
}

/**
 * Vargha and Delaney's A (2000): P(x > y) + P(x = y) / 2 = U_x / (n_x n_y), in [0, 1]; 1/2 = neither is larger. The effect size of the
 * U test; Cliff's delta (1993) is 2 A - 1.
 *
 * @returns undefined `no_values` when a side is empty
 */
export function superiority(x: readonly number[], y: readonly number[]): Value {
  const found = mannWhitney(x, y, { method: "normal" });
  if ("ux" in found) return { value: found.ux / (x.length * y.length) };
  return found.undefined === "no_variation" ? { value: 0.5 } : found;
}

/** Cliff's delta (1993): P(x > y) - P(x < y), in [-1, 1]. @returns undefined `no_values` when a side is empty */
export function cliffsDelta(x: readonly number[], y: readonly number[]): Value {
  const a = superiority(x, y);
  return "undefined" in a ? a : { value: 2 * a.value - 1 };
}

/**
 * P(R >= rankSum) and P(R <= rankSum) when every choice of `size` ranks is as likely, counted over doubled, so whole, ranks. The ranks
 * come one after another; with k of i ranks chosen the next is chosen with probability (size - k) / (N - i).
 */
function exactTails(ranks: Float64Array, size: number, rankSum: number): [greater: number, less: number] {
  const doubled = Array.from(ranks, (rank) => Math.round(2 * rank));
  const width = doubled.reduce((sum, rank) => sum + rank, 0) + 1;
  // share[k]: of k chosen so far, by their sum.
  const share = Array.from({ length: size + 1 }, () => new Float64Array(width));
  share[0][0] = 1;
  let reached = 0;
  for (const [i, rank] of doubled.entries()) {
    reached += rank;
    for (let k = Math.min(size, i + 1); k >= 0; k--) {
      const taken = k > 0 ? (size - k + 1) / (ranks.length - i) : 0;
      const left = 1 - (size - k) / (ranks.length - i);
      const [own, fewer] = [share[k], share[k - 1]];
      for (let sum = reached; sum >= 0; sum--)
        own[sum] = left * own[sum] + (k > 0 && sum >= rank ? taken * fewer[sum - rank] : 0);
    }
  }
  const at = Math.round(2 * rankSum);
  const between = (from: number, to: number) =>
    share[size].subarray(from, to).reduce((sum, one) => sum + one, 0);
  return [Math.min(1, between(at, width)), Math.min(1, between(0, at + 1))];
}

function normalTails(
  ranks: Float64Array,
  size: number,
  ux: number,
  alternative: Alternative,
  continuity: boolean,
): [greater: number, less: number] {
  const n = ranks.length;
  const pairs = size * (n - size);
  const above = ux - pairs / 2;
  // Of ranks chosen without replacement: n_x n_y / N times their variance, which ties lower.
  const variance = ranks.reduce((sum, rank) => sum + (rank - (n + 1) / 2) ** 2, 0) / (n - 1);
  const towards = { "two-sided": Math.sign(above), greater: 1, less: -1 }[alternative];
  const z = (above - (continuity ? 0.5 * towards : 0)) / Math.sqrt((pairs / n) * variance);
  return [normalTail(z), normalTail(-z)];
}
