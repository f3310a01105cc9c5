import { type BootstrapOptions, bootstrap } from "../bootstrap.ts";
import type { Estimate, Undefined } from "../estimate.ts";

/** Scale of the ratings: decides how far apart two values are. */
export type MeasurementLevel = "nominal" | "ordinal" | "interval" | "ratio";

/** Raters x units; null where the rater did not judge the unit. */
export type RatingMatrix = readonly (readonly (number | null)[])[];

/**
 * Pairs of values given to one unit, as a sparse symmetric matrix a unit. Coincidences of a set of units are the sum of
 * theirs, which is what makes resampling units cheap.
 */
interface Coincidences {
  /** Distinct pairable values, ascending. */
  values: Float64Array;
  /** Units with at least two values. Entries of unit u are start[u] .. start[u+1]-1. */
  start: Int32Array;
  cell: Int32Array;
  weight: Float64Array;
}

/**
 * Krippendorff's alpha (2004; 2011 for the computation), any number of raters and missing values:
 *
 *   o_vw = sum over units of (ordered pairs v,w in the unit) / (m_u - 1)      m_u = values in the unit, at least 2
 *   n_v = sum_w o_vw,  n = sum_v n_v
 *   alpha = 1 - (n - 1) * sum_{v<w} o_vw d2(v,w) / sum_{v<w} n_v n_w d2(v,w)
 *
 * d2: nominal 1; ordinal (sum_{g=v..w} n_g - (n_v + n_w)/2)^2; interval (v-w)^2; ratio ((v-w)/(v+w))^2.
 * 1 = perfect, 0 = chance, below 0 = systematic disagreement.
 *
 * @returns undefined `fewer_than_two_raters`, `no_pairable_values`, or `no_variation` (all pairable values equal: nothing
 * that could disagree was observed)
 */
export function krippendorffAlpha(
  ratings: RatingMatrix,
  level: MeasurementLevel,
): { value: number } | Undefined {
  const units = unitsOf(ratings);
  if ("undefined" in units) return units;
  const coincidences = coincide(units);
  if ("undefined" in coincidences) return coincidences;
  const value = alphaOfUnits(coincidences, level, null);
  return value === null ? { undefined: "no_variation" } : { value };
}

/**
 * Alpha with a percentile bootstrap interval that resamples units (items). n = pairable units.
 * Ordinal distances are taken anew from the marginals of each resample.
 */
export function bootstrapAlpha(
  ratings: RatingMatrix,
  level: MeasurementLevel,
  options: BootstrapOptions,
): Estimate {
  const units = unitsOf(ratings);
  return "undefined" in units ? units : bootstrapAlphaOfUnits(units, level, options);
}

/** The same of the values that each unit was given, for tables that hold few of all that raters could have judged. */
export function bootstrapAlphaOfUnits(
  given: readonly (readonly number[])[],
  level: MeasurementLevel,
  options: BootstrapOptions,
): Estimate {
  const coincidences = coincide(given);
  if ("undefined" in coincidences) return coincidences;
  const value = alphaOfUnits(coincidences, level, null);
  if (value === null) return { undefined: "no_variation" };
  const units = coincidences.start.length - 1;
  return bootstrap(value, units, (indices) => alphaOfUnits(coincidences, level, indices), options);
}

function unitsOf(ratings: RatingMatrix): number[][] | Undefined {
  if (ratings.length < 2) return { undefined: "fewer_than_two_raters" };
  return Array.from({ length: Math.max(...ratings.map((row) => row.length)) }, (_, u) =>
    ratings.map((row) => row[u] ?? null).filter((value) => value !== null),
  );
}

function coincide(given: readonly (readonly number[])[]): Coincidences | Undefined {
  const units = given.filter((values) => values.length >= 2);
  if (units.length === 0) return { undefined: "no_pairable_values" };

  const distinct = new Set<number>();
  for (const unit of units) for (const value of unit) distinct.add(value);
  const values = Float64Array.from(distinct).sort();
  const indexOf = new Map(Array.from(values, (value, i) => [value, i]));
  const start = new Int32Array(units.length + 1);
  const cell: number[] = [];
  const weight: number[] = [];
  units.forEach((unit, u) => {
    const counts = new Map<number, number>();
    for (const value of unit) {
      const index = indexOf.get(value)!;
      counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    for (const [v, nv] of counts)
      for (const [w, nw] of counts) {
        const pairs = v === w ? nv * (nv - 1) : nv * nw;
        if (pairs === 0) continue;
        cell.push(v * values.length + w);
        weight.push(pairs / (unit.length - 1));
      }
    start[u + 1] = cell.length;
  });
  return { values, start, cell: Int32Array.from(cell), weight: Float64Array.from(weight) };
}

/** @param indices units to count, with repetition; null = each once */
function alphaOfUnits(
  { values, start, cell, weight }: Coincidences,
  level: MeasurementLevel,
  indices: Int32Array | null,
): number | null {
  const k = values.length;
  const pairs = new Float64Array(k * k);
  const count = indices?.length ?? start.length - 1;
  for (let i = 0; i < count; i++) {
    const unit = indices ? indices[i] : i;
    for (let e = start[unit]; e < start[unit + 1]; e++) pairs[cell[e]] += weight[e];
  }
  const marginal = new Float64Array(k);
  let total = 0;
  for (let v = 0; v < k; v++) {
    for (let w = 0; w < k; w++) marginal[v] += pairs[v * k + w];
    total += marginal[v];
  }
  return alphaOfPairs(pairs, marginal, total, values, level);
}

function alphaOfPairs(
  pairs: Float64Array,
  marginal: Float64Array,
  total: number,
  values: Float64Array,
  level: MeasurementLevel,
): number | null {
  const k = values.length;
  let observed = 0;
  let expected = 0;
  for (let v = 0; v < k; v++) {
    let between = 0;
    for (let w = v + 1; w < k; w++) {
      const d2 = squaredDistance(level, values[v], values[w], (marginal[v] + marginal[w]) / 2 + between);
      observed += pairs[v * k + w] * d2;
      expected += marginal[v] * marginal[w] * d2;
      between += marginal[w];
    }
  }
  return expected === 0 ? null : 1 - ((total - 1) * observed) / expected;
}

/** @param rankDistance half the two marginals plus all marginals in between: the ordinal distance */
function squaredDistance(level: MeasurementLevel, v: number, w: number, rankDistance: number): number {
  switch (level) {
    case "nominal":
      return 1;
    case "ordinal":
      return rankDistance ** 2;
    case "interval":
      return (v - w) ** 2;
    case "ratio":
      return v + w === 0 ? 0 : ((v - w) / (v + w)) ** 2;
  }
}
