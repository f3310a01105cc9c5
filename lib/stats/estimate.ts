/** Why a statistic or score has no value. One class a cause, so that tables can count and explain them. */
export type UndefinedReason =
  | "no_values"
  | "fewer_than_two_values"
  | "fewer_than_two_raters"
  | "no_pairable_values"
  | "no_variation"
  | "too_few_points"
  | "too_few_replicates"
  /** No image is of this class. */
  | "class_absent"
  /** Every image is of the same class: there is nothing to tell it from. */
  | "one_class_only"
  /** No image was predicted to be of this class. */
  | "no_predicted_positives"
  /** With so few classes every answer would count as right. */
  | "too_few_classes"
  /** Every resample gives the same value: resampling cannot say how sure it is. */
  | "no_spread"
  /** Two things are the same on every unit. */
  | "all_differences_zero"
  /** A random factor of a model has one level: there is no variance between levels. */
  | "fewer_than_two_levels"
  /** Every value has a level of its own: variance between levels cannot be told from the rest. */
  | "no_repeated_levels"
  /** The model's effects explain every value exactly. */
  | "no_residual_variation"
  /** A variance was estimated as 0, the boundary: standard errors would take it for known. */
  | "singular_fit"
  /** The likelihood is flat in some direction: its information is not positive definite. */
  | "not_identified"
  /** Groups and answers are parted so that an effect would be infinite. */
  | "separated"
  /** The likelihood's maximum was not reached. */
  | "not_converged";

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

/** A value without an interval, or the reason why there is none. */
export type Value = { value: number } | Undefined;
