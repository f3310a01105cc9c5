import { spearman } from "#lib/stats/correlation.ts";
import { entropy } from "../complexity/entropy.ts";
import type { Score } from "../define-metric.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";

/**
 * Model parameter randomisation test (Adebayo et al. 2018): Spearman's correlation of a map with the map of the same method on a
 * model whose weights were drawn anew. Near 0 is good: a map that stays does not depend on what the model has learned.
 *
 * @param sign "absolute" compares |M|, for methods whose sign is arbitrary
 * @returns undefined `non_finite_map`, `constant_map`
 */
export function randomisationSimilarity(
  original: ArrayLike<number>,
  randomised: ArrayLike<number>,
  sign: "signed" | "absolute",
): Score {
  const reason =
    whyNotFinite(original) ?? whyNotFinite(randomised) ?? whyConstant(original) ?? whyConstant(randomised);
  if (reason) return reason;
  const read = (values: ArrayLike<number>) =>
    sign === "signed" ? values : Float64Array.from(values, (value) => Math.abs(value));
  const found = spearman(read(original), read(randomised));
  return "undefined" in found ? { undefined: "constant_map" } : { value: found.value };
}

/**
 * Efficient MPRT (Hedstrom et al. 2024): relative rise of the map's entropy when all weights are drawn anew,
 * (H(randomised) - H(original)) / H(original). Higher is better.
 *
 * @returns undefined `non_finite_map`, `zero_map`, `constant_map` where the original's entropy is 0
 */
export function entropyRise(original: ArrayLike<number>, randomised: ArrayLike<number>): Score {
  const before = entropy(original);
  const after = entropy(randomised);
  if ("undefined" in before) return before;
  if ("undefined" in after) return after;
  return before.value === 0
    ? { undefined: "constant_map" }
    : { value: (after.value - before.value) / before.value };
}
