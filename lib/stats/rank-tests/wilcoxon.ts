import { type Alternative, pOfTails } from "../alternative.ts";
import type { Undefined } from "../estimate.ts";
import { normalTail } from "../normal-distribution.ts";
import { midranks } from "../ranks.ts";

export interface WilcoxonOptions {
  /**
   * "drop": differences of 0 say nothing and leave (Wilcoxon 1945); "pratt": they are ranked first, then leave (Pratt 1959);
   * "split": they are ranked, and half of their ranks go to either side.
   */
  zeros?: "drop" | "pratt" | "split";
  alternative?: Alternative;
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
  /** Of the normal approximation: how many deviations `plus` lies above its mean; null for the exact test. */
  z: number | null;
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
  const ranksOf = (sign: number) =>
    ranked.flatMap(({ rank, value }) => (Math.sign(value) === sign ? rank : []));
  const [positive, zero, negative] = [ranksOf(1), ranksOf(0), ranksOf(-1)];
  const signed = [...positive, ...negative];
  const n = signed.length;
  if (n === 0) return { undefined: "all_differences_zero" };
  const half = zeros === "split" ? sum(zero) / 2 : 0;
  const [plus, minus] = [sum(positive) + half, sum(negative) + half];
  const method = options.method ?? (n <= EXACT_UP_TO ? "exact" : "normal");
  if (method === "exact") {
    const [greater, less] = exactTails(signed, plus - half);
    return { plus, minus, p: pOfTails(greater, less, alternative), z: null, n, method };
  }
  // Split zeros stay in: scipy counts them to the variance.
  const z = normalScore(zeros === "split" ? [...signed, ...zero] : signed, plus, alternative, continuity);
  return { plus, minus, p: pOfTails(normalTail(z), normalTail(-z), alternative), z, n, method };
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

/** The differences with their ranks by size; without those of 0 where these are dropped. */
function rankDifferences(differences: readonly number[], zeros: "drop" | "pratt" | "split") {
  const kept = zeros === "drop" ? differences.filter((value) => value !== 0) : differences;
  const ranks = midranks(kept.map(Math.abs));
  return kept.map((value, i) => ({ value, rank: ranks[i] }));
}

/** P(W+ >= plus) and P(W+ <= plus) when each rank is positive with probability 1/2; counted over doubled, so whole, ranks. */
function exactTails(ranks: readonly number[], plus: number): [greater: number, less: number] {
  const doubled = ranks.map((rank) => Math.round(2 * rank));
  const total = sum(doubled);
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
function normalScore(
  ranks: readonly number[],
  plus: number,
  alternative: Alternative,
  continuity: boolean,
): number {
  const above = plus - sum(ranks) / 2;
  const deviation = Math.sqrt(sum(ranks.map((rank) => rank * rank)) / 4);
  const towards = { "two-sided": Math.sign(above), greater: 1, less: -1 }[alternative];
  return (above - (continuity ? 0.5 * towards : 0)) / deviation;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
