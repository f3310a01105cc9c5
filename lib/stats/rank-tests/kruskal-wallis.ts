import { chiSquareTail } from "../chi-square-distribution.ts";
import type { Undefined } from "../estimate.ts";
import { midranks } from "../ranks.ts";

export interface KruskalWallis {
  h: number;
  df: number;
  p: number;
  /** Values in all groups. */
  n: number;
}

/** Midranks of independent groups among all their values. */
export interface GroupRanks {
  n: number;
  sizes: readonly number[];
  /** Mean rank of each group. */
  means: readonly number[];
  /** Of all ranks, with n - 1; N (N+1) / 12 without ties. */
  variance: number;
}

/**
 * Kruskal and Wallis' test (1952) that independent groups have the same distribution, by midranks among all N values:
 *
 *   H = sum_i n_i (R_i - (N+1)/2)^2 / S^2,   S^2 = variance of the ranks, R_i mean rank of group i
 *
 * referred to chi square with groups - 1 degrees of freedom; S^2 takes care of ties.
 *
 * @returns undefined as `rankGroups`
 */
export function kruskalWallis(groups: readonly (readonly number[])[]): KruskalWallis | Undefined {
  const ranks = rankGroups(groups);
  if ("undefined" in ranks) return ranks;
  const { n, sizes, means, variance } = ranks;
  const h = means.reduce((sum, mean, i) => sum + sizes[i] * (mean - (n + 1) / 2) ** 2, 0) / variance;
  const df = groups.length - 1;
  return { h, df, p: chiSquareTail(h, df), n };
}

/** @returns undefined `fewer_than_two_groups`, `no_values` when a group is empty, `no_variation` when all values are the same */
export function rankGroups(groups: readonly (readonly number[])[]): GroupRanks | Undefined {
  if (groups.length < 2) return { undefined: "fewer_than_two_groups" };
  const sizes = groups.map((group) => group.length);
  if (sizes.includes(0)) return { undefined: "no_values" };
  const ranks = midranks(groups.flat());
  const n = ranks.length;
  const variance = ranks.reduce((sum, rank) => sum + (rank - (n + 1) / 2) ** 2, 0) / (n - 1);
  if (variance === 0) return { undefined: "no_variation" };
  let next = 0;
  const means = groups.map((group) => group.reduce((sum) => sum + ranks[next++], 0) / group.length);
  return { n, sizes, means, variance };
}
