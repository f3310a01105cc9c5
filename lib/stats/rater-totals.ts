/** What the means of groups, and of resamples of whole raters, are made of. */
export interface RaterTotals {
  readonly raters: number;
  /** Names, sorted. */
  readonly groups: readonly string[];
  /** Of each rater's ratings of each group, [raters, groups]. */
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

/**
 * Sum and number of each rater's ratings of each group: all that a mean clustered by rater needs, so that a resample takes a time that grows
 * with raters and not with ratings. Raters are in the order of their names, and sums are of sorted values: the order of rows never matters.
 */
export function totalsByRater(
  ratings: readonly { readonly rater: string; readonly group: string; readonly value: number }[],
): RaterTotals {
  const raters = places(ratings.map(({ rater }) => rater));
  const groups = places(ratings.map(({ group }) => group));
  const cells = raters.size * groups.size;
  const cellOf = Int32Array.from(
    ratings,
    ({ rater, group }) => raters.get(rater)! * groups.size + groups.get(group)!,
  );
  const counts = new Int32Array(cells);
  for (const cell of cellOf) counts[cell]++;
  const ends = new Int32Array(cells);
  for (let cell = 0, end = 0; cell < cells; cell++) {
    ends[cell] = end;
    end += counts[cell];
  }
  const values = new Float64Array(ratings.length);
  ratings.forEach(({ value }, row) => {
    values[ends[cellOf[row]]++] = value;
  });
  const sums = Float64Array.from(ends, (end, cell) => sortedSum(values.subarray(end - counts[cell], end)));
  return { raters: raters.size, groups: [...groups.keys()], sums, counts };
}

function sortedSum(values: Float64Array): number {
  let sum = 0;
  for (const value of values.sort()) sum += value;
  return sum;
}

/** The mean of each group over these raters, by index and with repetition; NaN where none of them rated it. */
export function meansOfRaters(
  { raters, groups, sums, counts }: RaterTotals,
  drawn: Int32Array,
): Float64Array {
  const times = new Int32Array(raters);
  for (const rater of drawn) times[rater]++;
  const sum = new Float64Array(groups.length);
  const count = new Float64Array(groups.length);
  for (let rater = 0, cell = 0; rater < raters; rater++) {
    const weight = times[rater];
    if (weight === 0) {
      cell += groups.length;
      continue;
    }
    for (let g = 0; g < groups.length; g++, cell++) {
      sum[g] += weight * sums[cell];
      count[g] += weight * counts[cell];
    }
  }
  return sum.map((total, g) => total / count[g]);
}

/** How many raters rated a group. */
export function ratersIn({ raters, groups, counts }: RaterTotals, group: number): number {
  let rated = 0;
  for (let rater = 0; rater < raters; rater++) if (counts[rater * groups.length + group] > 0) rated++;
  return rated;
}

/** By code unit: the same on every machine, whatever its language. */
function places(names: readonly string[]): Map<string, number> {
  const sorted = [...new Set(names)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return new Map(sorted.map((name, at) => [name, at]));
}
