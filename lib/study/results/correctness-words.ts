import type { StudyReport } from "../report.ts";

/** Why right and wrong answers of the computer cannot be told apart in a study; null where they can. */
export function correctnessWords(correctness: NonNullable<StudyReport["correctness"]>): string | null {
  const known = (side: "right" | "wrong") =>
    correctness.some((arm) => !("undefined" in arm[side]) || arm[side].undefined !== "no_values");
  if (known("wrong") && known("right")) return null;
  if (known("right"))
    return "All of the computer’s answers that were shown are right, so how people judge maps of wrong answers can’t be said. A study of as many wrong as right answers would tell.";
  return known("wrong")
    ? "All of the computer’s answers that were shown are wrong, so how people judge maps of right answers can’t be said."
    : "Whether the computer’s answers were right is not known: the images have no class.";
}
