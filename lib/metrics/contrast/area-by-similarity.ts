import { type ClassSimilarity, rankBySimilarity } from "#lib/explain/class-similarity.ts";
import { type BootstrapOptions, bootstrap } from "#lib/stats/bootstrap.ts";
import { spearman } from "#lib/stats/correlation.ts";
import type { Estimate } from "#lib/stats/estimate.ts";

/** How much of an image is evidence about a class, by how much the class looks like the image's own. */
export interface AreaBySimilarity {
  /** Mean area of the true class, and of the most similar, the middle and the least similar third of the others. */
  groups: { trueClass: Estimate; similar: Estimate; middle: Estimate; dissimilar: Estimate };
  /** Mean over the true classes of the rank correlation between similarity and mean area, the true class left out. */
  rankCorrelation: Estimate;
}

/**
 * Mean over the cells of each class's attention, scaled by the image's own range over all classes jointly, as the authors draw it:
 * (A_l - min A) / (max A - min A). A constant image gives 0 everywhere. attention [n, cells] -> [n].
 */
export function jointAreas(attention: Float32Array, classes: number): number[] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of attention) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const cells = attention.length / classes;
  const range = high - low;
  return Array.from({ length: classes }, (_, l) => {
    if (range === 0) return 0;
    const own = attention.subarray(l * cells, (l + 1) * cells);
    return own.reduce((sum, value) => sum + (value - low) / range, 0) / cells;
  });
}

/** Mean area of every class on the images of every class; null where a resample holds no image of the class. */
type ByPair = (readonly number[] | null)[];

function meansByPair(
  areas: readonly (readonly number[])[],
  labels: readonly number[],
  images: ArrayLike<number>,
  classes: number,
): ByPair {
  const sums = Array.from({ length: classes }, () => new Float64Array(classes));
  const counts = new Int32Array(classes);
  for (let i = 0; i < images.length; i++) {
    const row = areas[images[i]];
    const sum = sums[labels[images[i]]];
    counts[labels[images[i]]]++;
    for (let b = 0; b < classes; b++) sum[b] += row[b];
  }
  return sums.map((row, a) => (counts[a] === 0 ? null : Array.from(row, (sum) => sum / counts[a])));
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

type Group = keyof AreaBySimilarity["groups"];

/** The other classes of each true class in thirds, most similar first; the middle third takes what does not divide. */
function thirds(similarity: ClassSimilarity): Record<Group, number[]>[] {
  return similarity.map((row, a) => {
    const ranked = row ? rankBySimilarity(similarity, a) : [];
    const third = Math.floor(ranked.length / 3);
    return {
      trueClass: [a],
      similar: ranked.slice(0, third),
      middle: ranked.slice(third, ranked.length - third),
      dissimilar: ranked.slice(ranked.length - third),
    };
  });
}

function groupMean(means: ByPair, members: Record<Group, number[]>[], group: Group): number | null {
  const values = means.flatMap((row, a) => (row ? members[a][group].map((b) => row[b]) : []));
  return values.length > 0 ? mean(values) : null;
}

function meanCorrelation(means: ByPair, similarity: ClassSimilarity): number | null {
  const correlations = means.flatMap((row, a) => {
    const similar = similarity[a];
    if (!row || !similar) return [];
    const others = row.map((_, b) => b).filter((b) => b !== a);
    const rank = spearman(
      others.map((b) => similar[b]),
      others.map((b) => row[b]),
    );
    return "value" in rank ? [rank.value] : [];
  });
  return correlations.length > 0 ? mean(correlations) : null;
}

/**
 * Li et al. 2021, table 2: evidence for a class should take less room the less the image's own class looks like it, evidence
 * against it more. Intervals resample the images.
 *
 * @param areas areas[i][b] = area of class b's map on image i (see `jointAreas`)
 * @param labels true class of each image
 * @param similarity measured on held-out images: on training images every rank is noise
 */
export function areaBySimilarity(
  areas: readonly (readonly number[])[],
  labels: readonly number[],
  similarity: ClassSimilarity,
  options: BootstrapOptions,
): AreaBySimilarity {
  const classes = similarity.length;
  const members = thirds(similarity);
  const all = labels.map((_, i) => i);
  const observed = meansByPair(areas, labels, all, classes);
  const estimate = (statistic: (means: ByPair) => number | null): Estimate => {
    const value = statistic(observed);
    if (value === null) return { undefined: "no_values" };
    const resampled = (images: Int32Array) => statistic(meansByPair(areas, labels, images, classes));
    return bootstrap(value, labels.length, resampled, options);
  };
  const group = (name: Group) => estimate((means) => groupMean(means, members, name));
  return {
    groups: {
      trueClass: group("trueClass"),
      similar: group("similar"),
      middle: group("middle"),
      dissimilar: group("dissimilar"),
    },
    rankCorrelation: upToValue(estimate((means) => meanCorrelation(means, similarity))),
  };
}

/**
 * Ranks of few classes jump: nearly all resamples may lie on one side of a correlation at the end of its range. The interval then
 * reaches up to the value, which makes it wider and never narrower.
 */
function upToValue(estimate: Estimate): Estimate {
  if ("undefined" in estimate) return estimate;
  const { value, low, high } = estimate;
  return { ...estimate, low: Math.min(low, value), high: Math.max(high, value) };
}
