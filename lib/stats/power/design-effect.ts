/**
 * How many times more answers clusters need than independent ones (Kish 1965, section 5.4; Donner, Birkett and Buck 1981):
 *
 *   1 + (m - 1) rho
 *
 * @param size m, answers of one cluster (a rater), at least 1; their mean where they differ little
 * @param correlation rho, intraclass correlation: share of the variance that is between clusters, in [-1/(m-1), 1]
 */
export function designEffect(size: number, correlation: number): number {
  const effect = 1 + (size - 1) * correlation;
  // Rounding may take -1/(m-1) a little below 0.
  if (!(size >= 1 && correlation <= 1 && effect > -1e-12))
    throw new RangeError(`No clusters of ${size} have an intraclass correlation of ${correlation}.`);
  return Math.max(0, effect);
}
