import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { parquetChunks } from "#lib/formats/encodings/write-parquet.ts";
import type { ExportFile } from "#lib/formats/writers/define-writer.ts";
import { csvLine } from "#lib/study/csv.ts";
import type { PackTable } from "#lib/study/pack/tables.ts";
import type { TableRows } from "./read-tables.ts";

/**
 * A table as CSV and then as Parquet, from one reading of its rows: while the CSV is taken, the Parquet goes to a file of `folder`, from
 * where it is taken afterwards. Memory holds a page.
 */
export async function* tableFiles(
  { name, columns }: PackTable,
  rows: TableRows,
  folder: string,
): AsyncGenerator<ExportFile> {
  const spooled = path.join(folder, `${name}.parquet`);
  yield { path: `${name}.csv`, content: csvWhile(columns, rows, spooled) };
  yield { path: `${name}.parquet`, content: spooledChunks(spooled) };
}

async function* csvWhile(columns: PackTable["columns"], rows: TableRows, spooled: string) {
  const pages: string[] = [];
  async function* noted() {
    for await (const page of rows) {
      pages.push(page.map(csvLine).join(""));
      yield page;
    }
  }
  const file = await open(spooled, "w");
  try {
    yield csvLine(columns.map((column) => column.name));
    for await (const chunk of parquetChunks(columns, noted())) {
      await file.appendFile(chunk);
      yield* pages.splice(0);
    }
  } finally {
    await file.close();
  }
}

/** Opened when it is asked for: by then it is written. */
async function* spooledChunks(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file);
}
