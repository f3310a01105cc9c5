import type { Value } from "#lib/stats/estimate.ts";
import type { Margins } from "./confusion-matrix.ts";

/**
 * Matthews' correlation coefficient of predictions and truth, for any number of classes (Gorodkin 2004):
 *
 *   (n r - sum_c a_c p_c) / sqrt((n^2 - sum_c a_c^2) (n^2 - sum_c p_c^2))
 *
 * r = images that are right, a_c = images of class c, p_c = images predicted to be. 1 = perfect, 0 = no association.
 *
 * @returns undefined `no_variation` when truth or predictions are all one class (0/0; scikit-learn gives 0)
 */
export function matthewsCorrelation({ images, actual, predicted, correct }: Margins): Value {
  let right = 0;
  let both = 0;
  let actualSquares = 0;
  let predictedSquares = 0;
  for (let c = 0; c < actual.length; c++) {
    right += correct[c];
    both += actual[c] * predicted[c];
    actualSquares += actual[c] ** 2;
    predictedSquares += predicted[c] ** 2;
  }
  const n2 = images * images;
  // The root of the product, not the product of roots: only so is a perfect answer exactly 1.
  const scale = Math.sqrt((n2 - actualSquares) * (n2 - predictedSquares));
  if (scale === 0) return { undefined: "no_variation" };
  return { value: Math.max(-1, Math.min(1, (images * right - both) / scale)) };
}
