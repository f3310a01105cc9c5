// The table of results in README.md, from docs/results/experiments/methods.json: `npx tsx scripts/readme-results.ts` writes it
// anew; a test compares the two.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { formatCell, type Table } from "#cli/experiments/tables.ts";

const ROOT = path.join(import.meta.dirname, "..");
const README = path.join(ROOT, "README.md");
const RESULTS = path.join(ROOT, "docs", "results", "experiments", "methods.json");

const BEGIN = "<!-- results: npx tsx scripts/readme-results.ts -->";
const END = "<!-- /results -->";

const METHODS = ["SCOUTER+", "SCOUTER−, least similar", "Grad-CAM", "SS-CAM", "IBA", "RISE", "Random"];

/** Title of a table of the experiment, the head of one of its columns, and what it is called here. */
const COLUMNS = [
  ["Where the maps lie", "Area", "Area ↓"],
  ["Where the maps lie", "Precision in box", "Precision in box ↑"],
  ["Where the maps lie", "Top 5", "Top 5 % in mask ↑"],
  ["What they are worth to the model they explain", "Insertion AUC / clean", "Insertion / clean ↑"],
  ["What they are worth to the model they explain", "Deletion AUC", "Deletion ↓"],
  ["All maps on one judge", "IAUC on FC", "Insertion, FC judges all ↑"],
] as const;

export interface MethodResults {
  command: string;
  tables: Table[];
}

/** @returns Markdown of the short table, with the command that gives the whole one */
export function renderReadmeResults({ command, tables }: MethodResults): string {
  const cell = (method: string, [title, head]: readonly [string, string, string]) => {
    const table = tables.find((one) => one.title === title);
    const column = table?.columns.findIndex((name) => name.startsWith(head)) ?? -1;
    const row = table?.rows.find(([label]) => label === method);
    if (!row || column < 0) throw new Error(`the results have no “${head}” of ${method}`);
    return formatCell(row[column]);
  };
  const images = command.match(/--images (\d+)/)?.[1];
  return [
    BEGIN,
    `| ${images} held-out pictures | ${COLUMNS.map(([, , name]) => name).join(" | ")} |`,
    `|${" --- |".repeat(COLUMNS.length + 1)}`,
    ...METHODS.map(
      (method) => `| ${method} | ${COLUMNS.map((column) => cell(method, column)).join(" | ")} |`,
    ),
    "",
    `\`${command}\``,
    END,
  ].join("\n");
}

/** @throws Error for a README without the two marks */
export function replaceResults(readme: string, results: MethodResults): string {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`README.md has no place for the table: ${BEGIN} ... ${END}`);
  return readme.slice(0, from) + renderReadmeResults(results) + readme.slice(to + END.length);
}

export async function readResults(): Promise<MethodResults> {
  return JSON.parse(await readFile(RESULTS, "utf8"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await writeFile(README, replaceResults(await readFile(README, "utf8"), await readResults()));
}
