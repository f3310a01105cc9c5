import { type ClassSimilarity, rankBySimilarity } from "#lib/explain/class-similarity.ts";
import { spearman } from "#lib/stats/correlation.ts";

export interface Trend {
  /** Mean area of the true class and of thirds of the others, most similar first. */
  groups: { trueClass: number; similar: number; middle: number; dissimilar: number };
  /** Mean over true classes of the rank correlation between similarity and area, true class left out. */
  meanSpearman: number;
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Mean over the cells of attention scaled by the image's own range over all classes jointly, as the authors draw it. */
export function jointAreas(attention: Float32Array, classes: number): number[] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of attention) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const cells = attention.length / classes;
  return Array.from({ length: classes }, (_, l) => {
    const own = attention.subarray(l * cells, (l + 1) * cells);
    return own.reduce((sum, value) => sum + (value - low) / (high - low), 0) / cells;
  });
}

/**
 * How the attended area of a class depends on its similarity to the true one: for reasons it should fall with
 * dissimilarity, for reasons against it should rise. areas[i] = the classes' areas on image i.
 */
export function areaTrend(
  areas: readonly number[][],
  labels: readonly number[],
  similarity: ClassSimilarity,
): Trend {
  const n = similarity.length;
  const byPair = Array.from({ length: n }, (_, a) => {
    const rows = areas.filter((_row, i) => labels[i] === a);
    return Array.from({ length: n }, (_c, b) => mean(rows.map((row) => row[b])));
  });
  const groups = {
    trueClass: [] as number[],
    similar: [] as number[],
    middle: [] as number[],
    dissimilar: [] as number[],
  };
  const correlations: number[] = [];
  for (let a = 0; a < n; a++) {
    const ranked = rankBySimilarity(similarity, a);
    const third = Math.floor(ranked.length / 3);
    const of = (classes: number[]) => classes.map((b) => byPair[a][b]);
    groups.trueClass.push(byPair[a][a]);
    groups.similar.push(...of(ranked.slice(0, third)));
    groups.middle.push(...of(ranked.slice(third, ranked.length - third)));
    groups.dissimilar.push(...of(ranked.slice(ranked.length - third)));
    const row = similarity[a] as readonly number[];
    const rank = spearman(
      ranked.map((b) => row[b]),
      of(ranked),
    );
    if ("value" in rank) correlations.push(rank.value);
  }
  return {
    groups: {
      trueClass: mean(groups.trueClass),
      similar: mean(groups.similar),
      middle: mean(groups.middle),
      dissimilar: mean(groups.dissimilar),
    },
    meanSpearman: mean(correlations),
  };
}
