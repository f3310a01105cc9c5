/** Characters that make a spreadsheet read a cell as a formula. */
const FORMULA_START = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\n\r]/;
/** What neither begins as a formula nor needs quotes; most cells are such, and are looked at once. */
const PLAIN = /^[^=+\-@\t\r",\n][^",\n\r]*$/;

/**
 * One CSV cell (RFC 4180). Text that a spreadsheet would run as a formula gets a leading apostrophe;
 * numbers are left alone, so negative values stay numbers. Dates are ISO 8601 in UTC, null is an empty cell.
 */
export function csvCell(value: string | number | Date | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (PLAIN.test(value)) return value;
  const safe = FORMULA_START.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Cells joined by commas, closed by CRLF. */
export function csvLine(cells: readonly (string | number | Date | null)[]): string {
  let line = "";
  for (let at = 0; at < cells.length; at++) line += at === 0 ? csvCell(cells[at]) : `,${csvCell(cells[at])}`;
  return `${line}\r\n`;
}
