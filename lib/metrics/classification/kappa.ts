import type { Value } from "#lib/stats/estimate.ts";
import type { Margins } from "./confusion-matrix.ts";

/**
 * Cohen's kappa of predictions and truth, from the margins of their confusion matrix:
 * (p_o - p_e) / (1 - p_e), p_o = sum_c correct_c / n, p_e = sum_c actual_c predicted_c / n^2. The same number as
 * `cohenKappa(confusionMatrix(...))`, without the table.
 *
 * @returns undefined `no_variation` when truth and predictions are all the same one class
 */
export function kappa({ images, actual, predicted, correct }: Margins): Value {
  let right = 0;
  let byChance = 0;
  for (let c = 0; c < actual.length; c++) {
    right += correct[c];
    byChance += actual[c] * predicted[c];
  }
  const expected = images * images - byChance;
  if (expected === 0) return { undefined: "no_variation" };
  return { value: 1 - (images * (images - right)) / expected };
}
