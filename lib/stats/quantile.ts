/**
 * Quantile with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the default of numpy and R).
 * @param sorted ascending, at least one value
 * @param p in [0, 1]
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
