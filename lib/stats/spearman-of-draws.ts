/** Values by their order: which of the distinct ones, ascending, each is. */
interface Groups {
  of: Int32Array;
  count: number;
}

/**
 * Spearman's rank correlation on resamples of the same points: midranks anew in each, in a time that grows with the points and not with
 * their sorting, which is done once.
 *
 * @returns a function of the drawn points' indices [n], with repetition; null where either side of a draw does not vary
 */
export function spearmanOfDraws(
  x: readonly number[],
  y: readonly number[],
): (indices: Int32Array) => number | null {
  const [a, b] = [groupsOf(x), groupsOf(y)];
  return (indices) => {
    const middle = (indices.length + 1) / 2;
    const [ranksA, ranksB] = [midranksOf(a, indices), midranksOf(b, indices)];
    let [xx, yy, xy] = [0, 0, 0];
    for (const i of indices) {
      const [dx, dy] = [ranksA[a.of[i]] - middle, ranksB[b.of[i]] - middle];
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    return xx === 0 || yy === 0 ? null : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  };
}

function groupsOf(values: readonly number[]): Groups {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const place = new Map(distinct.map((value, g) => [value, g]));
  return { of: Int32Array.from(values, (value) => place.get(value)!), count: distinct.length };
}

/** The midrank, from 1, that each distinct value has among those drawn. */
function midranksOf({ of, count }: Groups, indices: Int32Array): Float64Array {
  const times = new Int32Array(count);
  for (const i of indices) times[of[i]]++;
  const ranks = new Float64Array(count);
  let below = 0;
  for (let g = 0; g < count; g++) {
    ranks[g] = below + (times[g] + 1) / 2;
    below += times[g];
  }
  return ranks;
}
