const WORDS: Record<string, string> = {
  non_finite_map: "the map holds NaN or infinity",
  no_positive_mass: "the map has no positive value",
  constant_map: "the map is the same everywhere",
  no_mask: "no mask of the object",
  empty_mask: "the mask is empty at this size",
  no_boxes: "no box of the object",
  empty_box: "the box is empty at this size",
  below_chance: "the clean image's probability is not above chance",
  no_values: "nothing measured yet",
  fewer_than_two_values: "one value says nothing of the spread",
  fewer_than_two_raters: "fewer than two raters",
  no_pairable_values: "no picture was rated twice",
  no_variation: "all values are the same",
  too_few_points: "too few points",
  too_few_replicates: "too few resamples have a value",
  class_absent: "no image of this class",
  one_class_only: "all images are of one class",
  no_predicted_positives: "never predicted",
  too_few_classes: "too few classes",
  no_spread: "no spread seen",
  zero_attribution: "the map is 0 where the image was changed",
  no_explainer: "the map cannot be made anew",
  all_differences_zero: "the same on every picture",
  zero_map: "the map is 0 everywhere",
  empty_union: "neither map nor mask has a pixel",
  single_class_mask: "the mask is the whole picture",
  nothing_left_to_impute_from: "every pixel was removed",
  zero_confidence: "the class has no probability at all",
  full_confidence: "the class has all of the probability",
  map_too_small: "the map is smaller than the window",
  no_model: "explains no model here: a judge can be asked",
  not_against: "the map shows evidence for its class",
};

/** Why something has no value, in words. */
export function undefinedWords(reason: string): string {
  return WORDS[reason] ?? reason.replaceAll("_", " ");
}
