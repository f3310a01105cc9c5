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
  lead: "The computer’s answer:",
  question: "How well does the highlighted area support the answer?",
  answerWording: {
    for: (className) => className,
    against: (className) => `not ${className}`,
  },
  response: { kind: "scale", values: [1, 2, 3, 4, 5], low: "Not at all", high: "Completely" },
  instruction: [
    "A computer looked at pictures and gave an answer for each. A highlighted area shows what it says it looked at.",
    "Judge only how well the highlighted area supports the answer, not whether the answer is right.",
  ],
  instructionAgainst:
    "Some answers say what a picture is not. The highlighted area should then show what speaks against it: something such a picture would not have.",
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
