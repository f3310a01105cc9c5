import { ANSWER_COLUMNS } from "../answer-columns.ts";
import { simulateScaleRating } from "../simulated-rater.ts";
import type { StudyTemplate } from "../template.ts";

/**
 * Plausibility of an explanation, on one five-point scale: does the highlighted area convince a person as a
 * reason for what the computer said? It says nothing about faithfulness to the model.
 */
export const plausibilityRating: StudyTemplate = {
  id: "plausibility-rating",
  version: 1,
  title: "Plausibility rating",
  about:
    "How well a highlighted area convinces people as a reason for the computer’s answer, one map at a time.",
  shows: { kind: "one-arm" },
  only: null,
  response: { kind: "scale", values: [1, 2, 3, 4, 5], named: "ends" },
  detail: null,
  cites: [
    "Jacovi and Goldberg (2020). Towards faithfully interpretable NLP systems: how should we define and evaluate faithfulness? ACL.",
    "Kim et al. (2022). HIVE: evaluating the human interpretability of visual explanations. ECCV.",
  ],
  measure: { name: "mean rating", low: 1, high: 5, chance: null, about: "plausibility" },
  agreement: "ordinal",
  score: ({ value }, [{ armId }]) => [{ armId, value }],
  simulate: (rater, [{ share }], random) => ({
    value: simulateScaleRating(rater, share, random),
    detail: null,
  }),
  columns: ANSWER_COLUMNS,
};
