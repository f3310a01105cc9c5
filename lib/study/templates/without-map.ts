import type { StudyTemplate } from "../template.ts";

/** What templates have in common that show the picture without a map and score every arm's map at the answer afterwards. */
export const withoutMap = {
  shows: { kind: "plain" },
  only: null,
  agreement: null,
  preference: null,
  teaches: false,
  control: false,
} as const satisfies Partial<StudyTemplate>;
