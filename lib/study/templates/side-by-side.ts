import type { StudyTemplate } from "../template.ts";
import { choiceOfTwo } from "./choice-of-two.ts";

/**
 * One method beside each of the others, on the same image and the same answer. Where one method is what the study is about, all
 * comparisons are spent on it: with K arms K - 1 pairs instead of K (K - 1) / 2.
 */
export const sideBySide: StudyTemplate = {
  ...choiceOfTwo,
  id: "side-by-side",
  version: 1,
  title: "Side by side with a reference",
  about:
    "Whether one method’s maps convince people more than those of each other method, on the same pictures.",
  shows: { kind: "beside-reference" },
  cites: [
    "Li et al. (2021). SCOUTER: slot attention-based classifier for explainable image recognition. ICCV.",
    "Davidson (1970). On extending the Bradley-Terry model to accommodate ties in paired comparison experiments. JASA 65.",
  ],
};
