import type { StudyReport } from "../../report.ts";
import { correctnessWords } from "../../results/correctness-words.ts";
import { driftWords } from "../../results/drift-words.ts";
import { PREFERENCE_SCALES } from "../../results/preference-scales.ts";
import { UTILITY_WORDS } from "../../results/utility-words.ts";
import { escapeHtml } from "../escape-html.ts";
import type { PackSubject } from "../pack-subject.ts";
import { htmlTable, paragraphs, section } from "./table.ts";

const THIRDS = ["first third", "second third", "last third"];

/** Where the methods lie on one scale, of templates that have such a model. */
export function preferenceSection({ report: { preference }, arms }: PackSubject): string {
  if (!preference) return "";
  const { column, words } = PREFERENCE_SCALES[preference.model];
  const labelOf = new Map(arms.map(({ armId, label }) => [armId, label]));
  const rows = preference.arms.map(({ armId, score }) => [
    labelOf.get(armId) ?? armId,
    { estimate: score, decimals: 2 },
  ]);
  const ties = preference.ties ? [["Ties between equals", { estimate: preference.ties, decimals: 2 }]] : [];
  return section("On one scale of preference", [
    htmlTable({
      caption: "Strength of preference, 95 % intervals from resamples of whole raters",
      head: ["Method", column],
      words: 1,
      rows: [...rows, ...ties],
    }),
    `<p class="note">${escapeHtml(words)}</p>`,
  ]);
}

/** Each arm where the computer's answer was right and where it was wrong; nothing where people were shown no answer. */
export function correctnessSection({ report: { correctness }, arms }: PackSubject): string {
  if (!correctness) return "";
  const unknown = correctnessWords(correctness);
  const title = "Does it matter whether the computer is right?";
  if (unknown) return section(title, [paragraphs([unknown])]);
  const of = (armId: string) => correctness.find((one) => one.armId === armId);
  return section(title, [
    htmlTable({
      caption:
        "Scores apart for right and wrong answers of the computer; where they are alike, a method does not help to see that an answer is wrong",
      head: ["Method", "answer right", "answer wrong"],
      words: 1,
      rows: arms.map(({ armId, number, label }) => [
        `${number}  ${label}`,
        { estimate: of(armId)?.right, decimals: 2 },
        { estimate: of(armId)?.wrong, decimals: 2 },
      ]),
    }),
  ]);
}

/** Whether ratings change along the sequence, of answers on a scale. */
export function driftSection({ drift }: StudyReport): string {
  if (!drift) return "";
  return section("Do ratings drift?", [
    paragraphs([driftWords(drift.change)]),
    htmlTable({
      caption: "Mean answer by third of the sequence",
      head: ["", ...THIRDS],
      words: 1,
      rows: [["all arms", ...drift.thirds.map((estimate) => ({ estimate, decimals: 2 }))]],
    }),
  ]);
}

/** What the maps of each arm are worth to those who learned from them; nothing where nobody learned. */
export function utilitySection({ report: { utility }, arms }: PackSubject): string {
  if (!utility) return "";
  const armOf = new Map(arms.map((arm) => [arm.armId, arm]));
  return section("What are the maps worth?", [
    paragraphs([UTILITY_WORDS.meaning]),
    htmlTable({
      caption: UTILITY_WORDS.caption,
      head: ["Method", "utility, 95 % interval"],
      words: 1,
      rows: utility.map(({ armId, ratio }) => [
        `${armOf.get(armId)!.number}  ${armOf.get(armId)!.label}`,
        { estimate: ratio, decimals: 2 },
      ]),
    }),
  ]);
}
