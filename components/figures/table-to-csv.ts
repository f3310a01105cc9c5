import { csvLine } from "#lib/study/csv.ts";

/** The numbers behind a figure. */
export interface FigureData {
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** A figure's numbers as CSV; a missing value is an empty cell. */
export function tableToCsv({ columns, rows }: FigureData): string {
  return [columns, ...rows].map(csvLine).join("");
}
