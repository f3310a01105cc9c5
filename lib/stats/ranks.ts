/**
 * Ranks from 1, ascending; tied values share the mean of their ranks (midranks).
 * @throws RangeError for NaN, which has no rank
 */
export function midranks(values: ArrayLike<number>): Float64Array {
  if (Array.prototype.some.call(values, Number.isNaN)) throw new RangeError("NaN has no rank.");
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}
