import { DEFAULT_LEVEL } from "../bootstrap.ts";
import type { Interval, Undefined } from "../estimate.ts";
import { fQuantile, fTail } from "../f-distribution.ts";
import { type MeanSquares, meanSquares } from "./mean-squares.ts";

/**
 * What raters are: `one-way`, other raters on every item; `agreement`, a sample of raters whose level counts; `consistency`, these
 * raters, whose levels do not. ICC(1), ICC(A) = ICC(2) and ICC(C) = ICC(3) of McGraw and Wong and of Shrout and Fleiss.
 */
export type IccModel = "one-way" | "agreement" | "consistency";

/** Is a `single` rating meant, or the `average` of the k raters? */
export type IccUnit = "single" | "average";

/** n = items. */
export interface IntraclassCorrelation extends Interval {
  /** F test of "items do not differ"; Infinity where raters differ by nothing. */
  f: number;
  df1: number;
  df2: number;
  p: number;
}

/**
 * Intraclass correlation of a complete table: the share of variance that is between items (Shrout and Fleiss 1979), with the exact
 * interval and, for `agreement`, Satterthwaite's (McGraw and Wong 1996, tables 4 and 7). With R, C, W, E the mean squares of
 * rows, columns, within rows and error:
 *
 *   one-way      (R - W) / (R + (k-1) W)                       average (R - W) / R
 *   agreement    (R - E) / (R + (k-1) E + k (C - E) / n)       average (R - E) / (R + (C - E) / n)
 *   consistency  (R - E) / (R + (k-1) E)                       average (R - E) / R, which is Cronbach's alpha
 *
 * At most 1 where positive. Negative = items differ less than raters on one item do: read "none". The estimate for an average has then
 * no lower bound, that of agreement no range at all and an interval that need not hold it.
 *
 * @param ratings items x raters @returns undefined `fewer_than_two_raters`, `fewer_than_two_items`, `no_variation` (all ratings equal,
 * or items that do not differ, for an average, without error, or where a negative estimate has no limit)
 */
export function intraclassCorrelation(
  ratings: readonly (readonly number[])[],
  model: IccModel,
  unit: IccUnit,
  level = DEFAULT_LEVEL,
): IntraclassCorrelation | Undefined {
  if (ratings.length > 0 && ratings[0].length < 2) return { undefined: "fewer_than_two_raters" };
  if (ratings.length < 2) return { undefined: "fewer_than_two_items" };
  const squares = meanSquares(ratings);
  const { items: n, raters: k, rows, columns, within, error } = squares;
  const noise = model === "one-way" ? within : error;
  const raterPart = model === "agreement" ? (columns - error) / n : 0;
  const single = share(rows - noise, [rows, (k - 1) * noise, k * raterPart]);
  const value = unit === "single" ? single : share(rows - noise, [rows, raterPart]);
  const f = rows / noise;
  // The interval of an average is made from that of a single rating.
  if (!Number.isFinite(single) || !Number.isFinite(value) || Number.isNaN(f))
    return { undefined: "no_variation" };
  const [df1, df2] = [n - 1, model === "one-way" ? n * (k - 1) : (n - 1) * (k - 1)];
  const limits =
    model === "agreement" ? agreementLimits(squares, single, level) : exactLimits(f, k, [df1, df2], level);
  const [low, high] = unit === "single" ? limits : limits.map((limit) => stepUp(limit, k));
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { undefined: "no_variation" };
  return { value, low, high, n, f, df1, df2, p: fTail(f, df1, df2) };
}

/** Parts of a variance that cancel out to less than this share of them differ by rounding alone. */
const ROUNDING = 1e-12;

/** A part of the sum of others; infinite where these cancel out. */
function share(part: number, of: readonly number[]): number {
  const [sum, size] = of.reduce(([all, most], each) => [all + each, most + Math.abs(each)], [0, 0]);
  return Math.abs(sum) <= ROUNDING * size ? Infinity : part / sum;
}

/** Of a single rating: (F' - 1) / (F' + k - 1) at F / F_q(d1, d2) and F F_q(d2, d1). */
function exactLimits(f: number, k: number, [d1, d2]: number[], level: number): number[] {
  if (f === Infinity) return [1, 1];
  const q = (1 + level) / 2;
  const limit = (ratio: number) => (ratio - 1) / (ratio + k - 1);
  return [limit(f / fQuantile(q, d1, d2)), limit(f * fQuantile(q, d2, d1))];
}

/** Of a single rating where raters' levels count: degrees of freedom of the mix of C and E by Satterthwaite. */
function agreementLimits(squares: MeanSquares, value: number, level: number): number[] {
  const { items: n, raters: k, rows, columns, error } = squares;
  if (columns === 0 && error === 0) return [1, 1];
  const fromRaters = k * value * columns;
  const fromError = (n * (1 + (k - 1) * value) - k * value) * error;
  const df =
    (fromRaters + fromError) ** 2 / (fromRaters ** 2 / (k - 1) + fromError ** 2 / ((n - 1) * (k - 1)));
  // Near 0 degrees of freedom the quantiles are infinite and 0: the limits are written so that they stay.
  const q = (1 + level) / 2;
  const [shrink, stretch] = df > 0 ? [1 / fQuantile(q, n - 1, df), fQuantile(q, df, n - 1)] : [0, 0];
  const noise = k * columns + (k * n - k - n) * error;
  const limit = (scale: number) => (n * (scale * rows - error)) / (noise + n * scale * rows);
  return [limit(shrink), limit(stretch)];
}

/** Spearman and Brown: reliability of the mean of k ratings from that of one. */
function stepUp(single: number, k: number): number {
  return share(k * single, [1, (k - 1) * single]);
}
