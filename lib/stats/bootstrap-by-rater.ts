import {
  type BootstrapOptions,
  DEFAULT_LEVEL,
  DEFAULT_REPLICATES,
  type Draw,
  drawUnits,
  percentileInterval,
} from "./bootstrap.ts";
import type { Estimate } from "./estimate.ts";
import { meansOfRaters, ratersIn, totalsByRater } from "./rater-totals.ts";

/** One answer of one rater. `group` is what is compared: the arm of a study, or the method. */
export interface Rating {
  rater: string;
  item: string;
  group: string;
  value: number;
}

/** How resamples are made: raters alone, or raters and items independently (two-way). */
export type ClusterBy = "rater" | "rater-and-item";

export interface ClusterOptions extends BootstrapOptions {
  by?: ClusterBy;
}

/** Ratings as columns: rater, item and group are indices into the sorted names, so row order never matters. */
export interface RatingTable {
  raters: readonly string[];
  items: readonly string[];
  groups: readonly string[];
  rater: Int32Array;
  item: Int32Array;
  group: Int32Array;
  value: Float64Array;
}

export function tabulate(ratings: readonly Rating[]): RatingTable {
  const sorted = [...ratings].sort(
    (a, b) =>
      order(a.rater, b.rater) || order(a.item, b.item) || order(a.group, b.group) || a.value - b.value,
  );
  const raters = names(sorted.map((row) => row.rater));
  const items = names(sorted.map((row) => row.item));
  const groups = names(sorted.map((row) => row.group));
  return {
    raters: [...raters.keys()],
    items: [...items.keys()],
    groups: [...groups.keys()],
    rater: Int32Array.from(sorted, (row) => raters.get(row.rater)!),
    item: Int32Array.from(sorted, (row) => items.get(row.item)!),
    group: Int32Array.from(sorted, (row) => groups.get(row.group)!),
    value: Float64Array.from(sorted, (row) => row.value),
  };
}

/**
 * Mean rating of each group with an interval clustered by rater: whole raters are resampled (Field and Welsh 2007),
 * because the answers of one person are not independent. n = raters who rated that group.
 *
 * @returns a map from group to its estimate; undefined `fewer_than_two_raters`
 */
export function clusteredMeans(ratings: readonly Rating[], options: ClusterOptions): Map<string, Estimate> {
  if (options.by === "rater-and-item") return twoWayMeans(ratings, options);
  const { random, replicates = DEFAULT_REPLICATES } = options;
  const totals = totalsByRater(ratings);
  const draw = drawUnits(random.fork("raters"), totals.raters);
  const drawn = new Int32Array(totals.raters);
  const means = totals.groups.map(() => new Float64Array(replicates));
  for (let r = 0; r < replicates; r++) {
    draw(drawn);
    meansOfRaters(totals, drawn).forEach((mean, g) => {
      means[g][r] = mean;
    });
  }
  const observed = meansOfRaters(
    totals,
    Int32Array.from({ length: totals.raters }, (_, r) => r),
  );
  return new Map(
    totals.groups.map((name, g) => [name, summarise(observed[g], means[g], ratersIn(totals, g), options)]),
  );
}

function twoWayMeans(ratings: readonly Rating[], options: ClusterOptions): Map<string, Estimate> {
  const table = tabulate(ratings);
  const means = resampleMeans(table, options);
  const observed = groupMeans(table, null, null);
  return new Map(
    table.groups.map((name, g) => [name, summarise(observed[g], means[g], ratersOf(table, [g]), options)]),
  );
}

/**
 * Mean rating of group `a` minus that of group `b`, interval clustered by rater; both groups share each resample.
 * n = raters who rated either.
 */
export function clusteredDifference(
  ratings: readonly Rating[],
  a: string,
  b: string,
  options: ClusterOptions,
): Estimate {
  const table = tabulate(ratings);
  const [ga, gb] = [table.groups.indexOf(a), table.groups.indexOf(b)];
  if (ga < 0 || gb < 0) return { undefined: "no_values" };
  const means = resampleMeans(table, options);
  const observed = groupMeans(table, null, null);
  const differences = means[ga].map((value, r) => value - means[gb][r]);
  return summarise(observed[ga] - observed[gb], differences, ratersOf(table, [ga, gb]), options);
}

/** Replicates of every group's mean: [groups][replicates], NaN where a resample holds no rating of the group. */
function resampleMeans(table: RatingTable, options: ClusterOptions): Float64Array[] {
  const { random, replicates = DEFAULT_REPLICATES, by = "rater" } = options;
  const drawRaters = drawUnits(random.fork("raters"), table.raters.length);
  const drawItems = by === "rater" ? null : drawUnits(random.fork("items"), table.items.length);
  return meansOfDraws(table, replicates, drawRaters, drawItems);
}

/** Means [groups][replicates] under given draws of raters and, for the two-way form, of items. */
export function meansOfDraws(
  table: RatingTable,
  replicates: number,
  drawRaters: Draw,
  drawItems: Draw | null,
): Float64Array[] {
  const out = table.groups.map(() => new Float64Array(replicates));
  const raterDraw = new Int32Array(table.raters.length);
  const itemDraw = new Int32Array(table.items.length);
  for (let r = 0; r < replicates; r++) {
    drawRaters(raterDraw);
    drawItems?.(itemDraw);
    const means = groupMeans(
      table,
      countDraws(raterDraw, table.raters.length),
      drawItems && countDraws(itemDraw, table.items.length),
    );
    for (let g = 0; g < means.length; g++) out[g][r] = means[g];
  }
  return out;
}

/** A row weighs as often as its rater was drawn, times as often as its item was; null = once. */
function groupMeans(
  table: RatingTable,
  raterTimes: Int32Array | null,
  itemTimes: Int32Array | null,
): number[] {
  const sums = new Float64Array(table.groups.length);
  const weights = new Float64Array(table.groups.length);
  for (let i = 0; i < table.value.length; i++) {
    const weight = (raterTimes ? raterTimes[table.rater[i]] : 1) * (itemTimes ? itemTimes[table.item[i]] : 1);
    sums[table.group[i]] += weight * table.value[i];
    weights[table.group[i]] += weight;
  }
  return Array.from(sums, (sum, g) => sum / weights[g]);
}

function summarise(
  value: number,
  replicates: Float64Array,
  raters: number,
  options: ClusterOptions,
): Estimate {
  if (raters < 2) return { undefined: "fewer_than_two_raters" };
  const kept = replicates.filter((replicate) => !Number.isNaN(replicate));
  if (kept.length * 2 < replicates.length) return { undefined: "too_few_replicates" };
  return { value, ...percentileInterval(kept, options.level ?? DEFAULT_LEVEL), n: raters };
}

function countDraws(indices: Int32Array, units: number): Int32Array {
  const times = new Int32Array(units);
  for (const index of indices) times[index]++;
  return times;
}

function ratersOf(table: RatingTable, groups: readonly number[]): number {
  const seen = new Set<number>();
  for (let i = 0; i < table.group.length; i++) if (groups.includes(table.group[i])) seen.add(table.rater[i]);
  return seen.size;
}

function names(values: readonly string[]): Map<string, number> {
  return new Map([...new Set(values)].sort(order).map((name, i) => [name, i]));
}

/** By code unit: the same on every machine, whatever its language. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
