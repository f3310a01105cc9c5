import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { csvLine } from "#lib/study/csv.ts";
import { type Cell, formatCell, type Table, toMarkdown } from "../experiments/tables.ts";
import type { ScoredRow } from "./score-group.ts";

export const OUTPUT_FORMATS = ["md", "csv", "json"] as const;

const COLUMNS = {
  method: "method",
  model: "model",
  target_rule: "targetRule",
  image: "image",
  image_class: "trueClass",
  target_class: "targetClass",
  judged_on: "judgedOn",
  protocol: "protocol",
  metric: "metricId",
  profile: "profile",
  value: "value",
  undefined_reason: "undefinedReason",
} as const satisfies Record<string, keyof ScoredRow>;

/**
 * Writes every score (scores.csv) and the tables in the formats asked for: tables.md; tables.csv, one line a cell; tables.json.
 * @returns the paths written
 */
export async function writeTables(
  folder: string,
  rows: readonly ScoredRow[],
  tables: readonly Table[],
  formats: readonly string[],
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const scores = rows.map((row) => csvLine(Object.values(COLUMNS).map((key) => row[key])));
  const files: Record<string, string> = {
    "scores.csv": [csvLine(Object.keys(COLUMNS)), ...scores].join(""),
  };
  if (formats.includes("md")) files["tables.md"] = tables.map(toMarkdown).join("\n");
  if (formats.includes("csv")) files["tables.csv"] = toCsv(tables);
  if (formats.includes("json")) files["tables.json"] = `${JSON.stringify(tables, null, 1)}\n`;
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return Object.keys(files).map((name) => join(folder, name));
}

function toCsv(tables: readonly Table[]): string {
  const lines = tables.flatMap(({ title, columns, rows }) =>
    rows.flatMap(([name, ...cells]) =>
      cells.map((cell, i) => csvLine([title, formatCell(name), columns[i + 1], ...numbersOf(cell)])),
    ),
  );
  return [csvLine(["table", "row", "column", "value", "low", "high", "n", "text"]), ...lines].join("");
}

function numbersOf(cell: Cell): (string | number | null)[] {
  if (typeof cell === "string") return [null, null, null, null, cell];
  if ("undefined" in cell) return [null, null, null, null, cell.undefined];
  return [cell.value, cell.low, cell.high, cell.n, ""];
}
