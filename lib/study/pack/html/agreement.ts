import type { StudyReport } from "../../report.ts";
import { alphaName } from "../../results/alpha-name.ts";
import { readAgreement } from "../../results/read-agreement.ts";
import { estimateWords } from "../number-words.ts";
import { htmlTable, paragraphs } from "./table.ts";

/** Agreement on single pictures, on the order of maps, and the ceiling that sets. */
export function agreementOfRaters(report: StudyReport): string[] {
  const { agreement, reliability = [] } = report;
  const alpha =
    "value" in agreement
      ? `${alphaName(report)} is ${estimateWords(agreement)}, over ${agreement.n} pictures with at least two answers. ${readAgreement(agreement.value)}`
      : `${alphaName(report)} is ${estimateWords(agreement)}. It needs pictures answered by at least two people.`;
  if (reliability.length === 0) return [paragraphs([alpha])];
  return [
    paragraphs([alpha]),
    htmlTable({
      caption: "Agreement on the order of maps, and the ceiling it sets; 95 % intervals",
      head: [
        "Maps",
        "one rater with the others",
        "reliability of means",
        "ceiling for a metric",
        "maps rated twice",
      ],
      words: 1,
      rows: reliability.map(({ statement, leaveOneOut, splitHalf, ceiling }) => [
        `${statement} a class`,
        { estimate: leaveOneOut, decimals: 2 },
        { estimate: splitHalf, decimals: 2 },
        { estimate: ceiling, decimals: 2 },
        "value" in splitHalf ? splitHalf.n : "undefined",
      ]),
    }),
    '<p class="note">Spearman’s rank correlation of each rater with the mean of the others, averaged over raters. Reliability of maps’ mean ratings, from random halves of the raters (Spearman and Brown); its square root is the ceiling: no metric can be expected to correlate higher with these means.</p>',
  ];
}
