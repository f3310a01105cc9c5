import { answerColumns } from "../answer-columns.ts";
import { predictAnswer } from "../simulated-rater.ts";
import type { StudyTemplate } from "../template.ts";

/**
 * Forward simulation: people learn from pictures with the computer's answer and its map, then say of new pictures, shown without a map,
 * what the computer answers. Each is taught by the maps of one arm; what maps are worth shows against those who were taught without.
 */
export const forwardSimulation: StudyTemplate = {
  id: "forward-simulation",
  version: 1,
  title: "Forward simulation",
  about:
    "Whether maps teach people to predict the computer’s answers to new pictures: each person learns from one method’s maps, or from none.",
  shows: { kind: "after-training" },
  only: "for",
  response: { kind: "class" },
  detail: null,
  cites: [
    "Colin et al. (2022). What I cannot predict, I do not understand: a human-centered evaluation framework for explainability methods. NeurIPS.",
    "Doshi-Velez and Kim (2017). Towards a rigorous science of interpretable machine learning. arXiv:1702.08608.",
  ],
  measure: { name: "share of answers predicted", low: 0, high: 1, chance: null, about: "performance" },
  agreement: "nominal",
  preference: null,
  teaches: false,
  control: true,
  /** 1 where the class that was chosen is the computer's answer, whatever the picture's true class is; else 0. */
  score: ({ value }, [{ armId, named }]) => (named ? [{ armId, value: value === named.at ? 1 : 0 }] : []),
  simulate: (rater, [panel], random) => ({ value: predictAnswer(rater, panel, random), detail: null }),
  columns: answerColumns({
    value: {
      meaning: "Class that was chosen, by its place among those of the study in alphabetical order, from 0.",
    },
    chosenClass: true,
  }),
};
