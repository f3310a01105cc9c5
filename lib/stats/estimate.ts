/** Why a statistic or score has no value. One class a cause, so that tables can count and explain them. */
export type UndefinedReason =
  | "no_values"
  | "fewer_than_two_values"
  | "fewer_than_two_raters"
  | "no_pairable_values"
  | "no_variation"
  | "too_few_points"
  | "too_few_replicates";

/** A statistic that could not be computed: never 0 and never NaN, always a reason. */
export interface Undefined {
  undefined: UndefinedReason;
}

/** A value with its interval. `n` = the independent units it rests on (images, raters, items or points). */
export interface Interval {
  value: number;
  low: number;
  high: number;
  n: number;
}

export type Estimate = Interval | Undefined;
