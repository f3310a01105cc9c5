import type { StudyTemplate } from "../template.ts";
import { choiceOfTwo } from "./choice-of-two.ts";

/** Every two arms against each other, on the same image and the same answer: which map convinces more? */
export const pairwisePreference: StudyTemplate = {
  ...choiceOfTwo,
  id: "pairwise-preference",
  version: 1,
  title: "Pairwise preference",
  about:
    "Which of two methods’ maps of the same picture convinces people more, every method against every other.",
  shows: { kind: "arms", count: 2 },
  cites: [
    "Thurstone (1927). A law of comparative judgment. Psychological Review 34.",
    "Davidson (1970). On extending the Bradley-Terry model to accommodate ties in paired comparison experiments. JASA 65.",
  ],
};
