import { answerColumns } from "../answer-columns.ts";
import { perceive } from "../simulated-rater.ts";
import type { StudyTemplate } from "../template.ts";

/** Of each image: the computer's answer and three others, as in HIVE. */
const CLASSES = 4;

/**
 * HIVE's distinction task, its question about the output: of one method's maps for several classes, which one is of the class that the
 * computer answered? Its other question, which class is right, asks about the picture and not about the map.
 */
export const hiveDistinction: StudyTemplate = {
  id: "hive-distinction",
  version: 1,
  title: "Distinction (HIVE)",
  about:
    "Whether a method’s maps for the computer’s answer and for three other classes let people tell which class it answered.",
  shows: { kind: "classes", count: CLASSES },
  only: "for",
  response: { kind: "class" },
  detail: null,
  cites: [
    "Kim et al. (2022). HIVE: evaluating the human interpretability of visual explanations. ECCV, section 4.1.",
  ],
  measure: { name: "share told apart", low: 0, high: 1, chance: 1 / CLASSES, about: "performance" },
  agreement: "nominal",
  preference: null,
  teaches: false,
  control: true,
  /** 1 where the picture chosen is that of the computer's answer. */
  score: ({ value }, panels) => [{ armId: panels[0].armId, value: panels[value].classAt === 0 ? 1 : 0 }],
  /** Takes the picture whose highlight convinces most. */
  simulate: (rater, panels, random) => {
    const convincing = panels.map(({ share }) => perceive(rater, share, random));
    return { value: convincing.indexOf(Math.max(...convincing)), detail: null };
  },
  columns: answerColumns({
    value: {
      meaning: "Panel of the picture whose class was held to be the computer's answer.",
      values: "0 to 3",
    },
    panels: true,
    classes: true,
  }),
};
