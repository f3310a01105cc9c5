import type { StudyTemplate } from "../template.ts";
import { scaleOfConviction } from "./scale-of-conviction.ts";

/**
 * Plausibility of evidence against a class: does the highlighted area convince a person as a reason why the picture is
 * not of it? Only arms that rule a class out: SCOUTER− and the controls that stand beside it.
 */
export const whyNotRating: StudyTemplate = {
  ...scaleOfConviction,
  id: "why-not-rating",
  version: 1,
  title: "Why-not rating",
  about:
    "How well a highlighted area convinces people as a reason why a picture is not of a class, one map at a time.",
  only: "against",
  cites: [
    "Li et al. (2021). SCOUTER: slot attention-based classifier for explainable image recognition. ICCV.",
    "Miller (2019). Explanation in artificial intelligence: insights from the social sciences. Artificial Intelligence 267.",
  ],
};
