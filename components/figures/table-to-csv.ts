import type { FigureData } from "./figure.tsx";

function quote(cell: string | number | null): string {
  const text = cell === null ? "" : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180: CRLF lines, quotes doubled; a missing value is an empty cell. */
export function tableToCsv({ columns, rows }: FigureData): string {
  return [columns, ...rows].map((row) => `${row.map(quote).join(",")}\r\n`).join("");
}
