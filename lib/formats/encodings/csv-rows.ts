import { CsvError, parse } from "csv-parse/sync";
import { AppError } from "#lib/errors.ts";
import type { Problem } from "../dataset/dataset-record.ts";
import { decodeText } from "./decode-text.ts";
import { printable } from "./printable.ts";

/** A cell of a manifest: names, numbers, a sentence. */
const MAX_CELL = 10_000;
const MAX_ROW = 1_000_000;
const MAX_COLUMNS = 500;
/** Names that mean something to the language itself. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

export interface CsvHandler {
  onHeader(columns: readonly string[]): void;
  /**
   * One row after the other, so that none need be kept.
   * @param cells by column name, trimmed; empty cells are left out @param line it begins on, from 1
   */
  onRow(cells: ReadonlyMap<string, string>, line: number, columns: readonly string[]): void;
}

/**
 * Reads a table with a header, by RFC 4180: comma, semicolon or tab, whichever divides the header; any line ends; UTF-8
 * or UTF-16. Rows of another length than the header, formula-like cells and what had to be guessed are noted.
 * @throws AppError `invalid` with `details.reason`: bad-encoding, nul-byte, bad-csv, cell-too-long, duplicate-column, no-rows
 */
export function readCsv(bytes: Uint8Array, file: string, { onHeader, onRow }: CsvHandler): Problem[] {
  const { text, warnings } = decodeText(bytes, file);
  if (text.includes("\0")) throw refuse(file, "nul-byte", "holds a NUL character: export it again as text");
  const note = (reason: string, message: string, line: number | null = null) =>
    warnings.push({ file, line, reason, message });
  const header = firstLine(text);
  const delimiter = findDelimiter(header);
  if (delimiter !== (file.endsWith(".tsv") ? "\t" : ",")) {
    note("delimiter-detected", `Its columns are divided by "${delimiter === "\t" ? "tab" : delimiter}".`);
  }
  if (
    /\r(?!\n)/.test(header.slice(-1) + text.slice(header.length, header.length + 2)) &&
    !text.includes("\n")
  ) {
    note(
      "line-ends",
      "Its lines end with a carriage return alone, as on old Macs; they are read all the same.",
    );
  }
  let columns: string[] | null = null;
  let rows = 0;
  let formulas = 0;
  const onRecord = (cells: string[], lines: number) => {
    const line = lines - cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
    const long = cells.findIndex((cell) => cell.length > MAX_CELL);
    if (long >= 0)
      throw refuse(file, "cell-too-long", `has a cell of over ${MAX_CELL} characters on line ${line}`);
    if (columns === null) {
      columns = readHeader(cells, file, note);
      onHeader(columns);
      return;
    }
    rows++;
    if (cells.length !== columns.length) {
      note("ragged-rows", `The line has ${cells.length} cells, the header ${columns.length}.`, line);
    }
    if (cells.some((cell) => /^\s*[=+@-](?![\d.]+$)/.test(cell)) && formulas++ === 0) {
      note("formula-cell", "A cell begins like a formula; it is kept as text and never computed.", line);
    }
    onRow(cellsByColumn(columns, cells), line, columns);
  };
  parseRows(text, delimiter, file, onRecord);
  if (rows === 0) throw refuse(file, "no-rows", "has a header but no rows");
  return warnings;
}

function parseRows(
  text: string,
  delimiter: string,
  file: string,
  onRecord: (cells: string[], lines: number) => void,
) {
  try {
    parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      max_record_size: MAX_ROW,
      on_record: (cells: string[], { lines }: { lines: number }) => {
        onRecord(cells, lines);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const reason = error.code === "CSV_MAX_RECORD_SIZE" ? "cell-too-long" : "bad-csv";
    throw refuse(file, reason, `is no well-formed table: ${printable(error.message)}`, error);
  }
}

function firstLine(text: string): string {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text : text.slice(0, end);
}

function findDelimiter(header: string): string {
  const bare = header.replace(/"[^"]*"/g, "");
  const count = (delimiter: string) => bare.split(delimiter).length;
  return [",", "\t", ";"].reduce((best, next) => (count(next) > count(best) ? next : best));
}

function readHeader(
  cells: readonly string[],
  file: string,
  note: (reason: string, message: string) => void,
): string[] {
  if (cells.length > MAX_COLUMNS) throw refuse(file, "bad-csv", `has more than ${MAX_COLUMNS} columns`);
  const columns = cells.map((cell) => cell.trim());
  const twice = columns.find((name, i) => name !== "" && columns.indexOf(name) !== i);
  if (twice !== undefined) {
    throw refuse(file, "duplicate-column", `has two columns "${printable(twice)}": rename or remove one`);
  }
  for (const name of columns) {
    if (RESERVED.has(name))
      note("reserved-column", `The column "${name}" has a reserved name and is left out.`);
  }
  return columns;
}

function cellsByColumn(columns: readonly string[], cells: readonly string[]): ReadonlyMap<string, string> {
  const row = new Map<string, string>();
  for (const [i, name] of columns.entries()) {
    const cell = cells[i]?.trim() ?? "";
    if (cell !== "" && name !== "" && !RESERVED.has(name)) row.set(name, cell);
  }
  return row;
}

function refuse(file: string, reason: string, fault: string, cause?: unknown): AppError {
  return new AppError("invalid", `${file} ${fault}.`, { reason }, cause);
}
