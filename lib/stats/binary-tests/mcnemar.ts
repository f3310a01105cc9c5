import { chiSquareTail } from "../chi-square-distribution.ts";
import type { Undefined } from "../estimate.ts";
import { signTest } from "./sign-test.ts";

/** Counts of pairs by the answer of either side: [[both yes, first only], [second only, both no]]. */
export type PairedTable = readonly [readonly [number, number], readonly [number, number]];

export interface McNemarOptions {
  /** "exact": binomial over the discordant pairs. "chi-square": its approximation, for many. */
  method?: "exact" | "chi-square";
  /** Of the approximation: Edwards' (1948) half a pair. */
  continuity?: boolean;
}

export interface McNemar {
  p: number;
  /** Of the approximation; null for the exact test. */
  chiSquare: number | null;
  /** Pairs that differ: all that tells the sides apart. */
  discordant: number;
}

/**
 * McNemar's test (1947) of two answers, yes or no, to the same units: are there as many pairs of yes-no as of no-yes? With b and c of these
 *
 *   exact  b of b + c by the sign test       chi^2 = (b-c)^2 / (b+c)      with continuity (|b-c| - 1)^2 / (b+c),  1 degree of freedom
 *
 * For example, whether two classifiers are right on the same images. Assumes independent pairs. Two-sided.
 *
 * @returns undefined `no_discordant_pairs`
 */
export function mcnemar([[, b], [c]]: PairedTable, options: McNemarOptions = {}): McNemar | Undefined {
  const { method = "exact", continuity = false } = options;
  const discordant = b + c;
  const exact = signTest(b, discordant);
  if ("undefined" in exact) return { undefined: "no_discordant_pairs" };
  if (method === "exact") return { p: exact.p, chiSquare: null, discordant };
  const chiSquare = (Math.abs(b - c) - (continuity ? 1 : 0)) ** 2 / discordant;
  return { p: chiSquareTail(chiSquare, 1), chiSquare, discordant };
}
