import { answerColumns } from "../answer-columns.ts";
import { RankingSchema } from "../response-details.ts";
import { perceive } from "../simulated-rater.ts";
import type { StudyTemplate } from "../template.ts";

/** Maps of several arms of the same image, put in order. */
export const ranking: StudyTemplate = {
  id: "ranking",
  version: 1,
  title: "Ranking",
  about:
    "In which order people put several methods’ maps of the same picture, from most to least convincing.",
  shows: { kind: "arms", count: 4 },
  only: null,
  response: { kind: "ranking" },
  detail: RankingSchema,
  cites: [
    "Luce (1959). Individual choice behavior. Wiley.",
    "Plackett (1975). The analysis of permutations. Applied Statistics 24.",
  ],
  measure: { name: "share of the others outranked", low: 0, high: 1, chance: 0.5, about: "plausibility" },
  agreement: null,
  preference: "rankings",
  teaches: false,
  control: false,
  /** Of k maps, the one at rank r from 0 outranks (k - 1 - r) / (k - 1) of the others. */
  score: ({ detail }, panels) => {
    const { order } = RankingSchema.parse(detail);
    return order.map((panel, rank) => ({
      armId: panels[panel].armId,
      value: (order.length - 1 - rank) / (order.length - 1),
    }));
  },
  simulate: (rater, panels, random) => {
    const order = panels
      .map(({ share }, panel) => ({ panel, convincing: perceive(rater, share, random) }))
      .sort((a, b) => b.convincing - a.convincing)
      .map(({ panel }) => panel);
    return { value: order[0], detail: { order } };
  },
  columns: answerColumns({
    value: { meaning: "Panel of the picture put first." },
    detail: { meaning: "All panels, best first.", values: 'JSON: {"order": [panel, ...]}' },
    panels: true,
  }),
};
