import { ANSWER_COLUMNS } from "./answer-columns.ts";
import { simulateScaleRating } from "./simulated-rater.ts";
import type { StudyTemplate } from "./template.ts";

/**
 * Plausibility of an explanation, on one five-point scale: does the highlighted area convince a person as a
 * reason for what the computer said? It says nothing about faithfulness to the model.
 */
export const plausibilityRating: StudyTemplate = {
  id: "plausibility-rating",
  version: 1,
  title: "Plausibility rating",
  response: { kind: "scale", values: [1, 2, 3, 4, 5] },
  cites: [
    "Jacovi and Goldberg (2020). Towards faithfully interpretable NLP systems: how should we define and evaluate faithfulness? ACL.",
    "Kim et al. (2022). HIVE: evaluating the human interpretability of visual explanations. ECCV.",
  ],
  analysis: {
    level: "ordinal",
    interval: "cluster bootstrap by rater",
    agreement: "ordinal Krippendorff alpha over stimuli",
  },
  simulate: simulateScaleRating,
  columns: ANSWER_COLUMNS,
};
