/** Why a statistic or score has no value. One class a cause, so that tables can count and explain them. */
export type UndefinedReason =
  | "no_values"
  | "fewer_than_two_values"
  | "fewer_than_two_raters"
  | "no_pairable_values"
  | "no_variation"
  /** No category was there to choose from but one. */
  | "fewer_than_two_categories"
  /** One item says nothing of how items differ. */
  | "fewer_than_two_items"
  /** Some items have more raters than others. */
  | "unequal_raters_per_item"
  /** Two halves of the raters order the items exactly the other way round. */
  | "opposed_halves"
  /** Two halves of the raters do not agree on an order of the items. */
  | "unrelated_halves"
  /** All comparisons are ties, or there are none. */
  | "no_decisive_comparisons"
  /** Some items were never compared with the others, not even through third ones. */
  | "comparison_graph_disconnected"
  /** Some items never lost to the others: they would be infinitely better. */
  | "win_graph_not_strongly_connected"
  /** No comparison is a tie: how likely ties are cannot be said. */
  | "no_ties"
  /** The likelihood grows without end. */
  | "no_maximum"
  /** No trial showed the item. */
  | "never_shown"
  /** All answers were yes, or all no: the normal quantile is infinite. */
  | "rate_is_0_or_1"
  /** The method is for two labels. */
  | "not_two_labels"
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
  /** There is no effect to find, or none that any study could. */
  | "no_effect"
  /** Fitting the model to so many would take too long here. */
  | "too_many_ratings"
  /** The likelihood's maximum was not reached. */
  | "not_converged"
  /** A comparison of treatments within blocks needs more of these. */
  | "fewer_than_two_blocks"
  /** There is nothing to compare. */
  | "fewer_than_two_groups"
  /** A block lacks a treatment. */
  | "incomplete_blocks"
  /** Blocks show unequally many treatments, or treatments and their pairs are in unequally many blocks. */
  | "unbalanced_blocks"
  /** Every block ranks the treatments alike: what they depart by is 0. */
  | "identical_rankings"
  /** The values, or their differences, do not vary: a statistic relative to their spread does not exist. */
  | "zero_variance"
  /** Both sides give the same answer on every unit. */
  | "no_discordant_pairs"
  /** Orders, points and drawings are no labels that two people can share. */
  | "answers_have_no_alpha"
  /** Every block gives all treatments the same answer. */
  | "no_variation_within_blocks"
  /** A rank correlation needs values that are more or less, not options. */
  | "unordered_values"
  /** The value lies beyond its resamples: their bias cannot be corrected. */
  | "outside_replicates";

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
