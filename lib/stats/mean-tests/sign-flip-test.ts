import type { Random } from "#lib/tensor/random.ts";
import type { Alternative } from "../alternative.ts";
import type { Undefined } from "../estimate.ts";
import { DEFAULT_PERMUTATIONS, type PermutationTest, permutationP } from "./permutation-p.ts";

/** Fills the array with -1 and 1. */
export type DrawSigns = (signs: Int8Array) => void;

export interface SignFlipOptions {
  /** `drawSigns(random)`. */
  draw: DrawSigns;
  alternative?: Alternative;
  /** Drawn signs, where not all are counted. */
  permutations?: number;
  /** Default: exact up to 20 differences. */
  method?: PermutationTest["method"];
}

/** All 2^n signs are a million here, some hundredths of a second; each difference more doubles it. */
const EXACT_UP_TO = 20;

/** Either sign for every difference, each as likely. */
export function drawSigns(random: Random): DrawSigns {
  return (signs) => {
    for (let i = 0; i < signs.length; i++) signs[i] = random.integer(2) === 0 ? -1 : 1;
  };
}

/**
 * Permutation test of the mean of paired differences by flipping their signs (Fisher 1935, 21). Assumes only that with no difference each is
 * as likely positive as negative, independently of the others: no normal distribution.
 *
 * @returns undefined `no_values`, `all_differences_zero`
 * @throws RangeError when more than 20 differences are to be counted exactly
 */
export function signFlipTest(
  differences: readonly number[],
  { draw, alternative = "two-sided", permutations = DEFAULT_PERMUTATIONS, ...options }: SignFlipOptions,
): PermutationTest | Undefined {
  const n = differences.length;
  if (n === 0) return { undefined: "no_values" };
  if (differences.every((value) => value === 0)) return { undefined: "all_differences_zero" };
  const method = options.method ?? (n <= EXACT_UP_TO ? "exact" : "drawn");
  if (method === "exact" && n > EXACT_UP_TO) throw new RangeError(`2^${n} signs are too many to count.`);
  const sums = method === "exact" ? allSums(differences) : drawnSums(differences, permutations, draw);
  const observed = differences.reduce((sum, value) => sum + value, 0);
  const size = differences.reduce((sum, value) => sum + Math.abs(value), 0);
  const p = permutationP(observed, sums, size, { alternative, method });
  return { value: observed / n, p, method };
}

/** Sums of the differences under all 2^n signs. */
function allSums(differences: readonly number[]): Float64Array {
  let sums = Float64Array.of(0);
  for (const value of differences) {
    const next = new Float64Array(2 * sums.length);
    for (let i = 0; i < sums.length; i++) {
      next[2 * i] = sums[i] + value;
      next[2 * i + 1] = sums[i] - value;
    }
    sums = next;
  }
  return sums;
}

function drawnSums(differences: readonly number[], count: number, draw: DrawSigns): Float64Array {
  const signs = new Int8Array(differences.length);
  return Float64Array.from({ length: count }, () => {
    draw(signs);
    return differences.reduce((sum, value, i) => sum + signs[i] * value, 0);
  });
}
