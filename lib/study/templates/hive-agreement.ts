import { answerColumns } from "../answer-columns.ts";
import { simulateScaleRating } from "../simulated-rater.ts";
import type { StudyTemplate } from "../template.ts";
import { judgingAnswers, scoreJudgement } from "./judging-answers.ts";

const POINTS = [1, 2, 3, 4];
/** From here on the answer is held right. */
const RIGHT = 3;

/**
 * HIVE's agreement task: is the computer's answer right, and how sure are you? Whether explanations tell right answers from wrong
 * ones shows in the share judged rightly; people tend to hold answers right that come with any explanation.
 */
export const hiveAgreement: StudyTemplate = {
  ...judgingAnswers,
  id: "hive-agreement",
  version: 1,
  title: "Agreement (HIVE)",
  about:
    "Whether a map lets people tell the computer’s right answers from its wrong ones, and how sure they are.",
  response: { kind: "scale", values: POINTS, named: "all" },
  cites: [
    "Kim et al. (2022). HIVE: evaluating the human interpretability of visual explanations. ECCV, section 4.1.",
  ],
  agreement: "ordinal",
  score: ({ value }, [panel]) => scoreJudgement(value >= RIGHT, panel),
  simulate: (rater, [{ share }], random) => ({
    value: simulateScaleRating(rater, share, random, POINTS.length),
    detail: null,
  }),
  columns: answerColumns({
    value: {
      meaning: "Whether the answer is held right, and how surely.",
      values: "1 wrong, fairly sure; 2 wrong, less sure; 3 right, less sure; 4 right, fairly sure",
    },
  }),
};
