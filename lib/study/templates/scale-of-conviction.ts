import { answerColumns } from "../answer-columns.ts";
import { simulateScaleRating } from "../simulated-rater.ts";
import type { StudyTemplate } from "../template.ts";

/** What templates have in common that ask how convincing one map is, on a scale of which the ends are named. */
export const scaleOfConviction = {
  shows: { kind: "one-arm" },
  response: { kind: "scale", values: [1, 2, 3, 4, 5], named: "ends" },
  detail: null,
  measure: { name: "mean rating", low: 1, high: 5, chance: null, about: "plausibility" },
  agreement: "ordinal",
  preference: null,
  teaches: true,
  control: false,
  score: ({ value }, [{ armId }]) => [{ armId, value }],
  simulate: (rater, [{ share }], random, response) => ({
    value: simulateScaleRating(
      rater,
      share,
      random,
      response.kind === "scale" ? response.values.length : undefined,
    ),
    detail: null,
  }),
  columns: answerColumns({
    value: {
      meaning: "The rating.",
      values: "1 (not at all) to the highest point of the study's scale (completely)",
    },
  }),
} as const satisfies Partial<StudyTemplate>;
