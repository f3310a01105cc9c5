import { STATEMENTS } from "../statement.ts";
import { analysisNotebook } from "./analysis-python.ts";
import { analysisScript } from "./analysis-r.ts";
import { codebook } from "./codebook.ts";
import { reportPage } from "./html/report-page.ts";
import { latexComparisonTable, latexMethodTable } from "./latex-tables.ts";
import { methodsInEnglish } from "./methods-en.ts";
import { methodsInChinese } from "./methods-zh-hans.ts";
import { metricFigure } from "./metric-figure.ts";
import type { PackDocument, PackSubject } from "./pack-subject.ts";
import { ratingFigure } from "./rating-figure.ts";
import { packReadme } from "./readme-md.ts";
import { bibliography } from "./references.ts";
import { resultsJson } from "./results-json.ts";
import { SIMULATED } from "./simulated-mark.ts";
import type { PackTable } from "./tables.ts";

/** Every document of a pack but the tables and the manifest, in the order of its README. */
export function packDocuments(subject: PackSubject, tables: readonly PackTable[]): PackDocument[] {
  const { simulated } = subject.report;
  const figures = STATEMENTS.flatMap((statement) => {
    const figure = metricFigure(subject, statement);
    return figure ? [{ name: `figure-metrics-${statement}.svg`, text: `${figure}\n` }] : [];
  });
  const section = (title: string, paragraphs: readonly string[]) =>
    [...(simulated ? [`**${SIMULATED}**`] : []), `## ${title}`, ...paragraphs].join("\n\n").concat("\n");
  return [
    { name: "README.md", text: packReadme(subject) },
    { name: "report.html", text: reportPage(subject) },
    { name: "results.json", text: resultsJson(subject) },
    { name: "codebook.csv", text: codebook(tables) },
    { name: "methods-en.md", text: section("Methods", methodsInEnglish(subject)) },
    { name: "methods-zh-hans.md", text: section("方法", methodsInChinese(subject)) },
    { name: "table-methods.tex", text: latexMethodTable(subject) },
    { name: "table-comparisons.tex", text: latexComparisonTable(subject) },
    { name: "figure-ratings.svg", text: `${ratingFigure(subject)}\n` },
    ...figures,
    { name: "references.bib", text: bibliography(subject) },
    { name: "analysis.ipynb", text: analysisNotebook(subject) },
    { name: "analysis.R", text: analysisScript(subject) },
    {
      name: "verify.txt",
      text: `${[...(simulated ? [SIMULATED] : []), ...subject.provenance.verification].join("\n")}\n`,
    },
  ];
}
