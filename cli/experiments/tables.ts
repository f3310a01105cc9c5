import type { Estimate } from "#lib/stats/estimate.ts";

/** Text, or a number that is shown with its interval, or why it has none. */
export type Cell = string | Estimate;

export interface Table {
  title: string;
  columns: string[];
  rows: Cell[][];
  /** Below the table: what a number is, where the paper's come from. */
  notes: string[];
}

/** .123 rather than 0.123, as tables of the field have it; four digits where a number is small. */
export function formatFigure(value: number): string {
  const digits = Math.abs(value) < 0.1 && value !== 0 ? 4 : 3;
  return value.toFixed(digits).replace(/^(-?)0\./, "$1.");
}

export function formatCell(cell: Cell): string {
  if (typeof cell === "string") return cell;
  if ("undefined" in cell) return `– (${cell.undefined.replaceAll("_", " ")})`;
  return `${formatFigure(cell.value)} [${formatFigure(cell.low)}, ${formatFigure(cell.high)}]`;
}

const line = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

export function toMarkdown({ title, columns, rows, notes }: Table): string {
  const body = rows.map((row) => line(row.map(formatCell)));
  const rule = `|${" --- |".repeat(columns.length)}`;
  const below = notes.length > 0 ? ["", ...notes.map((note) => `- ${note}`)] : [];
  return [`## ${title}`, "", line(columns), rule, ...body, ...below, ""].join("\n");
}
