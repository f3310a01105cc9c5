import { measureTitle } from "../../measure-words.ts";
import { scoreName, scoreOf } from "../arm-score.ts";
import type { PackSubject } from "../pack-subject.ts";
import { ratingFigure } from "../rating-figure.ts";
import { questionOf } from "../study-question.ts";
import { htmlTable, paragraphs } from "./table.ts";

/** The figure and the table of methods. */
export function scoresOfArms(subject: PackSubject): string[] {
  const { report, arms } = subject;
  const caption =
    "95 % bootstrap intervals that resample whole raters, because one person’s answers belong together. Whether two overlap does not say whether the two methods differ.";
  return [
    paragraphs([`Every trial asked: “${questionOf(subject).text}”`]),
    `<figure>${ratingFigure(subject)}<figcaption>${caption}</figcaption></figure>`,
    htmlTable({
      caption: `${measureTitle(report.measure)} of each method, and what it rests on${report.simulated ? ", simulated raters" : ""}`,
      head: ["Method", "shown as", `${scoreName(report)}, 95 % interval`, "raters", "images", "answers"],
      words: 2,
      rows: report.arms.map((arm, at) => [
        `${arms[at].number}  ${arm.label}`,
        arm.statement,
        { estimate: scoreOf(arm), decimals: 2 },
        arm.raters,
        arm.items ?? "not counted",
        arm.ratings,
      ]),
    }),
  ];
}
