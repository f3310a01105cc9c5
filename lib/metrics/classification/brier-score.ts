/**
 * Squared distance of one answer from the truth: sum_c (p_c - y_c)^2, y one-hot; 0 to 2. The score is the mean over images
 * (Brier 1950). For two classes it is twice the binary (p - y)^2 that other libraries give.
 */
export function brierLoss(probabilities: ArrayLike<number>, label: number): number {
  let sum = 0;
  for (let c = 0; c < probabilities.length; c++) sum += (probabilities[c] - (c === label ? 1 : 0)) ** 2;
  return sum;
}
