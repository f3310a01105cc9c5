import type { StudyTemplate } from "../template.ts";
import { scaleOfConviction } from "./scale-of-conviction.ts";

/**
 * Plausibility of an explanation, on one scale of five points, or as many as the study is given: does the highlighted area
 * convince a person as a reason for what the computer said? It says nothing about faithfulness to the model.
 */
export const plausibilityRating: StudyTemplate = {
  ...scaleOfConviction,
  id: "plausibility-rating",
  version: 1,
  title: "Plausibility rating",
  about:
    "How well a highlighted area convinces people as a reason for the computer’s answer, one map at a time.",
  only: null,
  cites: [
    "Jacovi and Goldberg (2020). Towards faithfully interpretable NLP systems: how should we define and evaluate faithfulness? ACL.",
    "Kim et al. (2022). HIVE: evaluating the human interpretability of visual explanations. ECCV.",
  ],
};
