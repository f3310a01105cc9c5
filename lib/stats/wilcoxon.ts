import type { Undefined } from "./estimate.ts";
import { normalTail } from "./normal-distribution.ts";
import { midranks } from "./ranks.ts";

export interface WilcoxonOptions {
  /** "drop": differences of 0 say nothing and leave (Wilcoxon 1945); "pratt": they are ranked first, then leave (Pratt 1959). */
  zeros?: "drop" | "pratt";
  alternative?: "two-sided" | "greater" | "less";
  /** "exact": over all signs of the ranks as they are. "normal": its approximation. Default: exact up to 200 differences. */
  method?: "exact" | "normal";
  /** Of the normal approximation: half a rank towards its mean. */
  continuity?: boolean;
}

export interface SignedRanks {
  /** Sums of the ranks of positive and of negative differences. */
  plus: number;
  minus: number;
  p: number;
  /** Differences that are not 0. */
  n: number;
  method: "exact" | "normal";
}

/** Beyond it the normal approximation is as good and the exact count takes seconds. */
const EXACT_UP_TO = 200;

/**
 * Wilcoxon's signed-rank test of paired differences, with midranks. The exact p is conditional on the ranks as they are: the
 * share of the 2^n ways to give them signs whose sum is as extreme, ties and zeros included, where tables that assume ranks
 * 1..n (as scipy's `method="exact"`) are wrong. Two-sided: twice the smaller tail, at most 1.
 *
 * @returns undefined `no_values`, `all_differences_zero`
 */
export function wilcoxonSignedRank(
  differences: readonly number[],
  options: WilcoxonOptions = {},
): SignedRanks | Undefined {
  const { zeros = "drop", alternative = "two-sided", continuity = false } = options;
  if (differences.length === 0) return { undefined: "no_values" };
  const ranked = rankDifferences(differences, zeros);
  const n = ranked.length;
  if (n === 0) return { undefined: "all_differences_zero" };
  const method = options.method ?? (n <= EXACT_UP_TO ? "exact" : "normal");
  const sum = (sign: number) =>
    ranked.reduce((total, { rank, value }) => total + (Math.sign(value) === sign ? rank : 0), 0);
  const [plus, minus] = [sum(1), sum(-1)];
  const ranks = ranked.map(({ rank }) => rank);
  const [greater, less] =
    method === "exact" ? exactTails(ranks, plus) : normalTails(ranks, plus, alternative, continuity);
  const p = { greater, less, "two-sided": Math.min(1, 2 * Math.min(greater, less)) }[alternative];
  return { plus, minus, p, n, method };
}

/**
 * Matched-pairs rank-biserial correlation (Kerby 2014): (W+ - W-) / (W+ + W-), zeros left out. In [-1, 1]: 1 = every difference is
 * positive. The effect size of the signed-rank test.
 *
 * @returns undefined `no_values`, `all_differences_zero`
 */
export function rankBiserial(differences: readonly number[]): { value: number } | Undefined {
  const found = wilcoxonSignedRank(differences, { method: "normal" });
  if ("undefined" in found) return found;
  return { value: (found.plus - found.minus) / (found.plus + found.minus) };
}

/** The differences that are not 0 with their ranks by size. */
function rankDifferences(differences: readonly number[], zeros: "drop" | "pratt") {
  const kept = zeros === "drop" ? differences.filter((value) => value !== 0) : differences;
  const ranks = midranks(kept.map(Math.abs));
  return kept.map((value, i) => ({ value, rank: ranks[i] })).filter(({ value }) => value !== 0);
}

/** P(W+ >= plus) and P(W+ <= plus) when each rank is positive with probability 1/2; counted over doubled, so whole, ranks. */
function exactTails(ranks: readonly number[], plus: number): [greater: number, less: number] {
  const doubled = ranks.map((rank) => Math.round(2 * rank));
  const total = doubled.reduce((sum, rank) => sum + rank, 0);
  const share = new Float64Array(total + 1);
  share[0] = 1;
  let reached = 0;
  for (const rank of doubled) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--)
      share[sum] = (share[sum] + (sum >= rank ? share[sum - rank] : 0)) / 2;
  }
  const at = Math.round(2 * plus);
  const between = (from: number, to: number) => share.subarray(from, to).reduce((sum, one) => sum + one, 0);
  return [Math.min(1, between(at, total + 1)), Math.min(1, between(0, at + 1))];
}

/** By the mean and variance of W+ given the ranks: sum r / 2 and sum r^2 / 4, which holds with ties and zeros. */
function normalTails(
  ranks: readonly number[],
  plus: number,
  alternative: "two-sided" | "greater" | "less",
  continuity: boolean,
): [greater: number, less: number] {
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4);
  const towards = { "two-sided": Math.sign(plus - mean), greater: 1, less: -1 }[alternative];
  const z = (plus - mean - (continuity ? 0.5 * towards : 0)) / deviation;
  return [normalTail(z), normalTail(-z)];
}
