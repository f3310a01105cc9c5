import { answerColumns } from "../answer-columns.ts";
import { BestWorstSchema } from "../response-details.ts";
import { perceive } from "../simulated-rater.ts";
import type { StudyTemplate } from "../template.ts";

/** Maps of several arms of the same image: which convinces most, and which least? Two taps say most of what a ranking says. */
export const bestWorst: StudyTemplate = {
  id: "best-worst",
  version: 1,
  title: "Best and worst",
  about: "Which of several methods’ maps of the same picture convinces people most, and which least.",
  shows: { kind: "arms", count: 4 },
  only: null,
  response: { kind: "best-worst" },
  detail: BestWorstSchema,
  cites: [
    "Louviere, Flynn and Marley (2015). Best-worst scaling: theory, methods and applications. Cambridge University Press.",
  ],
  measure: { name: "best minus worst", low: -1, high: 1, chance: 0, about: "plausibility" },
  agreement: null,
  preference: "best-worst",
  teaches: false,
  control: false,
  /** 1 for the best, -1 for the worst, 0 for the others. */
  score: ({ value, detail }, panels) => {
    const { worst } = BestWorstSchema.parse(detail);
    return panels.map(({ armId }, panel) => ({
      armId,
      value: panel === value ? 1 : panel === worst ? -1 : 0,
    }));
  },
  simulate: (rater, panels, random) => {
    const order = panels
      .map(({ share }, panel) => ({ panel, convincing: perceive(rater, share, random) }))
      .sort((a, b) => b.convincing - a.convincing)
      .map(({ panel }) => panel);
    return { value: order[0], detail: { worst: order[order.length - 1] } };
  },
  columns: answerColumns({
    value: { meaning: "Panel of the best picture." },
    detail: { meaning: "Panel of the worst picture.", values: 'JSON: {"worst": panel}' },
    panels: true,
  }),
};
