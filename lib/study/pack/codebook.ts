import { csvLine } from "../csv.ts";
import type { PackTable } from "./tables.ts";

/** codebook.csv: every column of every table. */
export function codebook(tables: readonly PackTable[]): string {
  const rows = tables.flatMap(({ name, columns }) =>
    columns.map((column) =>
      csvLine([
        name,
        column.name,
        column.type === "DOUBLE" ? "number" : "text",
        column.meaning,
        column.unit ?? null,
        column.values ?? null,
      ]),
    ),
  );
  return csvLine(["table", "column", "type", "meaning", "unit", "values"]) + rows.join("");
}
