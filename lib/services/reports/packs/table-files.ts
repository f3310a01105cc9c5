import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { openParquet } from "#lib/formats/encodings/write-parquet.ts";
import type { ExportFile } from "#lib/formats/writers/define-writer.ts";
import { csvLine } from "#lib/study/csv.ts";
import type { PackTable } from "#lib/study/pack/tables.ts";

export type TableRow = readonly (string | number | null)[];

/** A page of rows for each of several tables, in their order. */
export type TablePages = AsyncIterable<readonly (readonly TableRow[])[]>;

/** Rows of a row group of Parquet, at least. */
const GROUP = 2000;

/**
 * Tables as CSV and as Parquet, from one reading that gives rows of all of them. While the first CSV is taken, everything else goes to files
 * of `folder`, from where it is taken afterwards. Memory holds a page.
 */
export async function* tableFiles(
  tables: readonly PackTable[],
  pages: TablePages,
  folder: string,
): AsyncGenerator<ExportFile> {
  for (const [at, { name }] of tables.entries()) {
    yield {
      path: `${name}.csv`,
      content: at === 0 ? csvWhile(tables, pages, folder) : spooled(path.join(folder, `${name}.csv`)),
    };
    yield { path: `${name}.parquet`, content: spooled(path.join(folder, `${name}.parquet`)) };
  }
}

async function* csvWhile(tables: readonly PackTable[], pages: TablePages, folder: string) {
  const files: FileHandle[] = [];
  const create = async (name: string) => {
    const file = await open(path.join(folder, name), "w");
    files.push(file);
    return file;
  };
  try {
    const writers = [];
    for (const [at, { name, columns }] of tables.entries()) {
      const csv = at === 0 ? null : await create(`${name}.csv`);
      writers.push({ csv, parquet: spoolParquet(columns, await create(`${name}.parquet`)) });
      const head = csvLine(columns.map((column) => column.name));
      if (csv) await csv.appendFile(head);
      else yield Buffer.from(head);
    }
    for await (const page of pages)
      for (const [at, { csv, parquet }] of writers.entries()) {
        if (page[at].length === 0) continue;
        const text = Buffer.from(page[at].map(csvLine).join(""));
        if (csv) await csv.appendFile(text);
        else yield text;
        await parquet.add(page[at]);
      }
    for (const { parquet } of writers) await parquet.end();
  } finally {
    for (const file of files) await file.close();
  }
}

/** Rows gathered to row groups. */
function spoolParquet(columns: PackTable["columns"], file: FileHandle) {
  const parquet = openParquet(columns);
  let gathered: TableRow[] = [];
  return {
    async add(rows: readonly TableRow[]) {
      gathered = gathered.concat(rows);
      if (gathered.length < GROUP) return;
      await file.appendFile(await parquet.group(gathered));
      gathered = [];
    },
    async end() {
      if (gathered.length > 0) await file.appendFile(await parquet.group(gathered));
      await file.appendFile(await parquet.end());
    },
  };
}

/** Opened when it is asked for: by then it is written. */
async function* spooled(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file, { highWaterMark: 256 * 1024 });
}
