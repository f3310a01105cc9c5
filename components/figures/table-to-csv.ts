import { csvLine } from "#lib/study/csv.ts";
import type { FigureData } from "./figure.tsx";

/** A figure's numbers as CSV; a missing value is an empty cell. */
export function tableToCsv({ columns, rows }: FigureData): string {
  return [columns, ...rows].map(csvLine).join("");
}
