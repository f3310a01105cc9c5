import { literature } from "#lib/explain/literature.ts";
import { explainers } from "#lib/explain/registry.ts";
import { metricLiterature } from "#lib/metrics/literature.ts";
import { metrics } from "#lib/metrics/registry.ts";
import { type Citation, parseCitation } from "./citation.ts";
import type { PackSubject } from "./pack-subject.ts";
import { SIMULATED } from "./simulated-mark.ts";
import { betweenLiterature, statisticsLiterature } from "./statistics-literature.ts";

const KNOWN: Readonly<Record<string, string>> = {
  ...metricLiterature,
  ...literature,
  ...statisticsLiterature,
  ...betweenLiterature,
};

/** Of the tests within raters. */
const WITHIN: ReadonlySet<string> = new Set(["wilcoxon1945", "kerby2014"]);

/** The works a pack rests on, each once, by key: the template's, those of the methods and metrics in it, the statistics'. */
export function referencesOf({ template, arms, report }: PackSubject): Citation[] {
  const keys = [
    ...arms.flatMap(({ explainerId }) => explainers.get(explainerId)?.cites ?? []),
    ...report.arms.flatMap((arm) =>
      arm.metrics.flatMap(({ metricId }) => metrics.get(metricId)?.cites ?? []),
    ),
    ...Object.keys(statisticsLiterature).filter((key) => !report.betweenRaters || !WITHIN.has(key)),
    ...(report.betweenRaters ? Object.keys(betweenLiterature) : []),
  ];
  const cited = [
    ...template.cites.map((text) => parseCitation(text)),
    ...keys.filter((key) => key in KNOWN).map((key) => parseCitation(KNOWN[key], key)),
  ];
  return [...new Map(cited.map((one) => [one.key, one])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** references.bib. Titles keep their capitals. */
export function bibliography(subject: PackSubject): string {
  const mark = subject.report.simulated ? `% ${SIMULATED}\n\n` : "";
  return mark + referencesOf(subject).map(entry).join("\n");
}

function entry({ key, authors, title, venue, year }: Citation): string {
  const fields = [
    ["author", authors.map((name) => (name === "others" ? name : `{${bibText(name)}}`)).join(" and ")],
    ["title", `{${bibText(title)}}`],
    ["howpublished", bibText(venue)],
    ["year", year],
  ];
  return `@misc{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}},\n`).join("")}}\n`;
}

const bibText = (text: string): string => text.replace(/[&%$#_]/g, "\\$&");
