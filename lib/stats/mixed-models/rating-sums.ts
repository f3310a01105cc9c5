import type { RatingTable } from "../bootstrap-by-rater.ts";
import type { CrossedMatrix, CrossedVector } from "./crossed-matrix.ts";
import { levelsOf, type RandomFactor } from "./random-factors.ts";

/**
 * All that the normal likelihood needs of the ratings, in one pass: Z'Z, Z'[X y] and [X y]'[X y], where Z tells the rater and the
 * item of a rating and X its group. Its size is that of raters x items, whatever the number of ratings.
 */
export interface RatingSums {
  /** Z'Z: ratings of each rater, of each item and of each rater of each item. */
  counts: CrossedMatrix;
  /** Z'[X y]: for every group its ratings by rater and by item; last, the sums of the values. */
  columns: CrossedVector[];
  /** [X y]'[X y], row-major [groups + 1, groups + 1]. */
  products: Float64Array;
  /** Subtracted from all values, so that nothing cancels in their squares. */
  centre: number;
  ratings: number;
}

export function sumRatings(table: RatingTable, random: readonly RandomFactor[]): RatingSums {
  const { value, group, groups } = table;
  const [first, second] = [levelsOf(table, "rater", random), levelsOf(table, "item", random)];
  const centre = value.reduce((sum, y) => sum + y, 0) / value.length;
  const zeros = (): CrossedVector => ({
    first: new Float64Array(first.count),
    second: new Float64Array(second.count),
  });
  const counts = { ...zeros(), cross: new Float64Array(first.count * second.count) };
  const columns = Array.from({ length: groups.length + 1 }, zeros);
  const width = columns.length;
  const products = new Float64Array(width * width);
  const last = width - 1;

  for (let c = 0; c < value.length; c++) {
    const [r, i, g, y] = [first.of[c], second.of[c], group[c], value[c] - centre];
    counts.first[r]++;
    counts.second[i]++;
    counts.cross[r * second.count + i]++;
    columns[g].first[r]++;
    columns[g].second[i]++;
    columns[last].first[r] += y;
    columns[last].second[i] += y;
    products[g * (width + 1)]++;
    products[g * width + last] += y;
    products[last * width + g] += y;
    products[last * (width + 1)] += y * y;
  }
  return { counts, columns, products, centre, ratings: value.length };
}
