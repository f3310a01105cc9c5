/**
 * The study's main figures from the exported rows alone, written without lib/stats on purpose:
 * what the site shows is compared with this.
 */

export interface Rating {
  rater: string;
  arm: string;
  /** What was rated: one map. */
  unit: string;
  value: number;
}

/** Park and Miller's minimal generator: only that it is not the site's own matters. */
function openGenerator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function groups(ratings: Rating[], key: "rater" | "unit"): Rating[][] {
  const byName = new Map<string, Rating[]>();
  for (const rating of ratings) byName.set(rating[key], [...(byName.get(rating[key]) ?? []), rating]);
  return [...byName.values()];
}

/** 95 % percentile interval of the mean, whole raters resampled. */
export function bootstrapByRater(ratings: Rating[], replicates: number): { low: number; high: number } {
  const clusters = groups(ratings, "rater");
  const next = openGenerator(20_261_123);
  const means: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < clusters.length; draw++) {
      for (const { value } of clusters[Math.floor(next() * clusters.length)]) {
        sum += value;
        count += 1;
      }
    }
    means.push(sum / count);
  }
  means.sort((a, b) => a - b);
  return { low: means[Math.floor(0.025 * replicates)], high: means[Math.ceil(0.975 * replicates) - 1] };
}

/**
 * Ordinal alpha from all pairs of ratings of the same unit (Krippendorff 2004, ch. 11):
 * alpha = 1 - observed / expected disagreement, d(a, b) = (sum of n_g from a to b - (n_a + n_b) / 2)^2.
 */
export function ordinalAlpha(ratings: Rating[], scale: number[]): number {
  const units = groups(ratings, "unit");
  const pairable = units.filter((unit) => unit.length > 1);
  const values = pairable.flat().map(({ value }) => value);
  const n = scale.map((s) => values.filter((value) => value === s).length);
  const distance = (a: number, b: number): number => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)].map((value) => scale.indexOf(value));
    const between = n.slice(from, to + 1).reduce((sum, count) => sum + count, 0);
    return (between - (n[from] + n[to]) / 2) ** 2;
  };
  const sumPairs = (list: number[]) =>
    list.flatMap((a) => list.map((b) => distance(a, b))).reduce((x, y) => x + y, 0);
  const observed = pairable.reduce(
    (sum, unit) => sum + sumPairs(unit.map(({ value }) => value)) / (unit.length - 1),
    0,
  );
  const expected = sumPairs(values) / (values.length - 1);
  return 1 - observed / expected;
}
