import type { Score, ScoredPanel, StudyTemplate } from "../template.ts";

/** What templates have in common that show one map and ask whether the computer's answer is right. */
export const judgingAnswers = {
  shows: { kind: "one-arm" },
  only: null,
  detail: null,
  measure: { name: "share of answers judged rightly", low: 0, high: 1, chance: 0.5, about: "performance" },
  preference: null,
  teaches: false,
  control: true,
} as const satisfies Partial<StudyTemplate>;

/** 1 where the answer was held right and is, or held wrong and is; 0 where not. Nothing where nobody knows the image's class. */
export function scoreJudgement(heldRight: boolean, { armId, correct }: ScoredPanel): Score[] {
  return correct === null ? [] : [{ armId, value: heldRight === correct ? 1 : 0 }];
}
