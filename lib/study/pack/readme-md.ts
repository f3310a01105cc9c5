import { hasChecks } from "./checks-table.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import type { PackSubject } from "./pack-subject.ts";
import { packFileName, SIMULATED } from "./simulated-mark.ts";

const FILES: readonly [name: string, what: string][] = [
  ["report.html", "the results to read or print; needs nothing else"],
  ["results.json", "the same as numbers, with seeds, versions and the anchor of the event log"],
  ["ratings.csv, ratings.parquet", "one row an answer, or one for each picture it compares"],
  [
    "scores.csv, scores.parquet",
    "what each answer says of each arm by the rule of the template: what means are computed from",
  ],
  ["participants.csv, participants.parquet", "one row a rater, under a pseudonym"],
  ["items.csv, items.parquet", "one row a picture that can be rated: an image with the map of one arm"],
  [
    "events.csv, events.parquet",
    "the study's event log, of everybody in it: each hash covers the one before; it holds no answer",
  ],
  [
    "checks.csv, checks.parquet",
    "one row an answer that checks its rater: quiz, attention checks, trials shown twice",
  ],
  ["codebook.csv", "what every column of these tables means"],
  [
    "methods-en.md, methods-zh-hans.md",
    "a methods section in English and in Simplified Chinese, citations as Pandoc reads them",
  ],
  ["table-methods.tex, table-comparisons.tex", "tables for LaTeX with booktabs"],
  [
    "figure-ratings.svg, figure-metrics-for.svg, figure-metrics-against.svg",
    "the figures of the report; one of metrics is there where there is something to draw",
  ],
  ["references.bib", "what the template, the methods, the metrics and the statistics come from"],
  [
    "analysis.ipynb",
    "recomputes the table of methods from `scores.csv` in Python, and checks it against results.json",
  ],
  ["analysis.R", "the same in R, with a cumulative link mixed model (package ordinal)"],
  ["verify.txt", "what checking the study against its event log found"],
  ["manifest-sha256.txt", "the SHA-256 of every other file: `sha256sum -c manifest-sha256.txt`"],
];

/** README.md: what each file is, and what to know before using it. */
export function packReadme({ study, report, provenance }: PackSubject): string {
  const named = (names: string) =>
    names
      .split(", ")
      .map((name) => `\`${packFileName(name, report.simulated)}\``)
      .join(", ");
  const { anchor, asOf, software } = provenance;
  const log =
    anchor === null
      ? "The study was begun before studies had an event log: `events` is empty."
      : `The event log is packed up to \`${anchor}\`, the last event that is not the export of data. Making a pack is an event too; it and other exports that nothing followed are left out, so that the same data give the same files, byte by byte.`;
  return [
    ...(report.simulated ? [`**${SIMULATED}**`, ""] : []),
    `# ${escapeMarkdown(study.name)}: report pack`,
    "",
    `Data as of ${asOf}, packed by Whynot ${escapeMarkdown(software)}. ${report.simulated ? "Every rater here is simulated; people are never in the same pack." : "Every rater here is a person; simulated raters are never in the same pack."}`,
    "",
    ...versionLines(study.predecessor),
    "| File | What it is |",
    "| --- | --- |",
    ...FILES.filter(([names]) => !names.startsWith("checks") || hasChecks(study.design.checks)).map(
      ([names, what]) =>
        `| ${named(names)} | ${what.replaceAll("manifest-sha256.txt", packFileName("manifest-sha256.txt", report.simulated))} |`,
    ),
    "",
    log,
    "",
    "In CSV files a text that a spreadsheet would run as a formula begins with an apostrophe. In Parquet files it is as it was.",
    "",
  ].join("\n");
}

/** What the study is a new version of, and what it changes. */
function versionLines(predecessor: PackSubject["study"]["predecessor"]): string[] {
  if (!predecessor) return [];
  const { id, name, changes } = predecessor;
  const changed = changes.length === 0 ? "nothing: the same study again" : "this";
  return [
    `A new version of the study “${escapeMarkdown(name)}” (\`${id}\`), which changes ${changed}${changes.length === 0 ? "." : ":"}`,
    "",
    ...(changes.length === 0 ? [] : [...changes.map((change) => `- ${escapeMarkdown(change)}`), ""]),
  ];
}
