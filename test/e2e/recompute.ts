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

/**
 * Share below the lower bound of a 95 % percentile interval that is expanded for n units (Hesterberg 2015):
 * Phi(-sqrt(n / (n-1)) t). Quantile of t by Abramowitz and Stegun 26.7.5, Phi by their 26.2.17.
 */
function expandedTail(n: number): number {
  const [z, df] = [1.959_964, n - 1];
  const t =
    z +
    (z ** 3 + z) / (4 * df) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * df ** 3);
  const x = Math.sqrt(n / df) * t;
  const u = 1 / (1 + 0.231_641_9 * x);
  const [b1, b2, b3, b4, b5] = [0.319_381_53, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
  const series = u * (b1 + u * (b2 + u * (b3 + u * (b4 + u * b5))));
  return (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

/** 95 % percentile interval of the mean, whole raters resampled, expanded for as few as they are. */
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
  const tail = expandedTail(clusters.length);
  return {
    low: means[Math.floor(tail * replicates)],
    high: means[Math.ceil((1 - tail) * replicates) - 1],
  };
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
