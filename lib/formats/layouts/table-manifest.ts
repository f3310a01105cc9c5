import { AppError } from "#lib/errors.ts";
import { readCsv } from "../csv-rows.ts";
import type { DatasetFolder } from "../dataset-folder.ts";
import { defineFormat } from "../define-format.ts";
import { columnRoles } from "../manifest-columns.ts";
import { manifestCollector } from "../manifest-records.ts";
import { pictureFinder } from "../picture-finder.ts";
import { folderOf } from "../picture-name.ts";

const TABLE_NAME = /\.(csv|tsv)$/i;
/** A header is within this. */
const HEADER_BYTES = 16_384;

/** Pictures beside a CSV or TSV file with a column of file names: a row a picture or a row a region. */
export const tableManifest = defineFormat({
  id: "csv",
  name: "CSV or TSV manifest",
  spec: "RFC 4180; columns file, label, split, x, y, width, height, box_label or their usual other names",
  async detect(folder) {
    const table = await findTable(folder);
    return table === null ? null : { confidence: 0.9, reason: `${table} has a column of file names` };
  },
  async read(folder) {
    const table = (await findTable(folder)) ?? folder.files.find(({ path }) => TABLE_NAME.test(path))?.path;
    if (table === undefined) {
      throw new AppError("invalid", "There is no .csv or .tsv file here.", { reason: "no-description" });
    }
    const collector = manifestCollector(table, folderOf(table), pictureFinder(folder));
    const notes = readCsv(await folder.read(table), table, {
      onHeader: (columns) => requireFileColumn(table, columns),
      onRow: (cells, line, columns) => collector.add(cells, line, columns),
    });
    const reading = collector.finish();
    return { ...reading, warnings: [...notes, ...reading.warnings] };
  },
});

/** The table nearest to the root whose header names files; a table called metadata before others, as Hugging Face has it. */
async function findTable(folder: DatasetFolder): Promise<string | null> {
  const depth = (path: string) => path.split("/").length;
  const tables = folder.files.filter(({ path }) => TABLE_NAME.test(path)).map(({ path }) => path);
  tables.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  for (const path of tables.slice(0, 50)) {
    const text = new TextDecoder().decode(await folder.peek(path, HEADER_BYTES)).replaceAll("\0", "");
    const header = text.split(/[\r\n]/, 1)[0];
    const names = header.split(/[,;\t]/).map((name) => name.trim().replace(/^"|"$/g, ""));
    if (columnRoles(names).has("file")) return path;
  }
  return null;
}

function requireFileColumn(table: string, names: readonly string[]): void {
  if (columnRoles(names).has("file")) return;
  const message = `${table} has no column of file names (it has ${names.slice(0, 8).join(", ")}): call one "file".`;
  throw new AppError("invalid", message, { reason: "missing-column" });
}
