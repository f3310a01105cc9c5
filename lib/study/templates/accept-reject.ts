import { answerColumns } from "../answer-columns.ts";
import { perceive } from "../simulated-rater.ts";
import type { StudyTemplate } from "../template.ts";
import { judgingAnswers, scoreJudgement } from "./judging-answers.ts";

const [ACCEPT, REJECT] = [0, 1];
/** A simulated rater accepts from the middle of the scale on. */
const CONVINCING = 2;

/** The decision a map is to help with: accept the computer's answer, or reject it. */
export const acceptReject: StudyTemplate = {
  ...judgingAnswers,
  id: "accept-reject",
  version: 1,
  title: "Accept or reject",
  about: "Whether a map helps people to accept the computer’s right answers and to reject its wrong ones.",
  response: { kind: "choice", options: ["accept", "reject"] },
  cites: [
    "Bansal et al. (2021). Does the whole exceed its parts? The effect of AI explanations on complementary team performance. CHI.",
    "Nguyen, Kim and Nguyen (2021). The effectiveness of feature attribution methods and its correlation with automatic evaluation scores. NeurIPS.",
  ],
  measure: { ...judgingAnswers.measure, name: "share of right decisions" },
  agreement: "nominal",
  score: ({ value }, [panel]) => scoreJudgement(value === ACCEPT, panel),
  simulate: (rater, [{ share }], random) => ({
    value: perceive(rater, share, random) > CONVINCING ? ACCEPT : REJECT,
    detail: null,
  }),
  columns: answerColumns({
    value: { meaning: "The decision.", values: "0 accept, 1 reject" },
  }),
};
