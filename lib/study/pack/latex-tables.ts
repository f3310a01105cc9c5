import { formatP } from "#lib/stats/format-number.ts";
import { undefinedWords } from "#lib/stats/undefined-words.ts";
import { measureTitle } from "../measure-words.ts";
import type { Estimate } from "../report.ts";
import { type ArmPair, listPairs } from "../results/arm-pairs.ts";
import { contrastWords } from "../results/contrast-words.ts";
import { STATEMENTS } from "../statement.ts";
import { scoreName, scoreOf } from "./arm-score.ts";
import { escapeLatex } from "./escape-latex.ts";
import { estimateWords } from "./number-words.ts";
import type { PackSubject } from "./pack-subject.ts";
import { SIMULATED } from "./simulated-mark.ts";

/** The table of methods for \input, with the booktabs package. */
export function latexMethodTable(subject: PackSubject): string {
  const { report, arms } = subject;
  const rows = report.arms.map((arm, at) => [
    String(arms[at].number),
    escapeLatex(arm.label),
    arm.statement,
    cell(scoreOf(arm)),
    String(arm.raters),
    String(arm.items ?? ""),
    String(arm.ratings),
  ]);
  return table(subject, {
    caption: `${measureTitle(report.measure)} of each method with its 95 % interval over raters, and what it rests on.`,
    label: "methods",
    columns: "rllrrrr",
    head: ["", "Method", "shown as", scoreName(report), "raters", "images", "answers"],
    groups: [rows],
  });
}

/** The table of comparisons, maps for and against a class apart. */
export function latexComparisonTable(subject: PackSubject): string {
  const { effect } = contrastWords(subject.report);
  return table(subject, {
    caption: subject.report.betweenRaters
      ? "Differences between methods between raters, each of whom belongs to one, in the units of the measure, with 95 % intervals; Mann-Whitney tests of raters’ means, corrected by Holm."
      : "Differences between methods within raters, in the units of the measure, with 95 % intervals; Wilcoxon signed-rank tests, corrected by Holm.",
    label: "comparisons",
    columns: "llrrrr",
    head: ["Higher", "over", "difference", "p, Holm", effect.name, "raters"],
    groups: STATEMENTS.map((statement) => listPairs(subject.report, statement).map(pairCells)),
  });
}

function pairCells({ labels, difference, test, effect }: ArmPair): string[] {
  return [
    escapeLatex(labels.a),
    escapeLatex(labels.b),
    cell(difference),
    escapeLatex("adjusted" in test ? formatP(test.adjusted) : undefinedWords(test.undefined)),
    "value" in effect ? escapeLatex(effect.value.toFixed(2).replace("-", "\u2212")) : "--",
    "value" in difference ? String(difference.n) : "--",
  ];
}

const cell = (estimate: Estimate): string => escapeLatex(estimateWords(estimate));

interface LatexTable {
  caption: string;
  label: string;
  columns: string;
  head: readonly string[];
  groups: readonly (readonly (readonly string[])[])[];
}

function table(
  { study, report }: PackSubject,
  { caption, label, columns, head, groups }: LatexTable,
): string {
  const line = (cells: readonly string[]) => `    ${cells.join(" & ")} \\\\`;
  const filled = groups.filter((rows) => rows.length > 0).map((rows) => rows.map(line).join("\n"));
  const body =
    filled.length > 0 ? filled.join("\n    \\midrule\n") : line(["(none)", ...head.slice(1).map(() => "")]);
  const mark = report.simulated ? `\\textbf{${SIMULATED}.} ` : "";
  return [
    ...(report.simulated ? [`% ${SIMULATED}`] : []),
    "% Needs \\usepackage{booktabs}; names in other scripts than Latin need XeLaTeX or LuaLaTeX.",
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${mark}${escapeLatex(caption)} (Study: ${escapeLatex(study.name)})}`,
    `  \\label{tab:${label}}`,
    `  \\begin{tabular}{${columns}}`,
    "    \\toprule",
    line(head.map(escapeLatex)),
    "    \\midrule",
    body,
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
    "",
  ].join("\n");
}
