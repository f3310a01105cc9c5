import { formatNumber, formatP } from "#lib/stats/format-number.ts";
import { undefinedWords } from "#lib/stats/undefined-words.ts";
import type { StudyReport } from "../../report.ts";
import { type ArmPair, listPairs } from "../../results/arm-pairs.ts";
import { contrastWords } from "../../results/contrast-words.ts";
import { pairNote } from "../../results/pair-note.ts";
import { STATEMENTS } from "../../statement.ts";
import { escapeHtml } from "../escape-html.ts";
import { type Cell, htmlTable } from "./table.ts";

/** Every two methods of one statement, a table a statement. */
export function comparisonsOfArms(report: StudyReport): string[] {
  const words = contrastWords(report);
  const tables = STATEMENTS.flatMap((statement) => {
    const pairs = listPairs(report, statement);
    if (pairs.length === 0) return [];
    return [
      htmlTable({
        caption: `Maps ${statement} a class: ${words.meaning.charAt(0).toLowerCase()}${words.meaning.slice(1)}`,
        head: [
          "Higher one first",
          "over",
          "difference, 95 % interval",
          "p, Holm",
          words.effect.name,
          "raters",
        ],
        words: 2,
        rows: pairs.map(pairRow),
      }),
      `<p class="note">${escapeHtml(pairNote(pairs, words))}</p>`,
    ];
  });
  return tables.length > 0 ? tables : ["<p>No two methods were rated under the same statement.</p>"];
}

function pairRow({ labels, difference, test, effect }: ArmPair): Cell[] {
  return [
    labels.a,
    labels.b,
    { estimate: difference, decimals: 2 },
    "adjusted" in test ? formatP(test.adjusted) : undefinedWords(test.undefined),
    "value" in effect ? formatNumber(effect.value, 2) : "undefined",
    "value" in difference ? difference.n : "fewer than 2",
  ];
}
