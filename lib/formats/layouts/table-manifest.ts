import { AppError } from "#lib/errors.ts";
import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import type { Problem } from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { pictureFinder } from "../dataset/picture-finder.ts";
import { readCsv } from "../encodings/csv-rows.ts";
import { columnRoles, namesPictures } from "./parts/manifest-columns.ts";
import { alike, manifestCollector, manifestOf } from "./parts/manifest-records.ts";

const TABLE_NAME = /\.(csv|tsv)$/i;
/** A header is within this. */
const HEADER_BYTES = 16_384;

/** Pictures beside a CSV or TSV file with a column of file names: a row a picture or a row a region. */
export const tableManifest = defineFormat({
  id: "csv",
  name: "CSV or TSV manifest",
  spec: "RFC 4180; columns file, label, split, x, y, width, height, box_label or their usual other names",
  async detect(folder) {
    const [table] = await findTables(folder);
    return table === undefined ? null : { confidence: 0.9, reason: `${table} has a column of file names` };
  },
  async read(folder) {
    const recognised = await findTables(folder);
    const tables = recognised.length > 0 ? recognised : tableFiles(folder).slice(0, 1);
    if (tables.length === 0) {
      throw new AppError("invalid", "There is no .csv or .tsv file here.", { reason: "no-description" });
    }
    const collector = manifestCollector(pictureFinder(folder));
    let notes: Problem[] = [];
    for (const table of tables) {
      const manifest = manifestOf(table);
      const found = readCsv(await folder.read(table), table, {
        onHeader: (columns) => requireFileColumn(table, columns, folder),
        onRow: (cells, line, columns) => collector.add(manifest, line, cells, columns),
      });
      notes = notes.concat(found);
    }
    const reading = collector.finish(tables.join(", "));
    return { ...reading, warnings: [...notes, ...reading.warnings] };
  },
});

/** Nearest to the root first. */
function tableFiles({ files }: DatasetFolder): string[] {
  const depth = (path: string) => path.split("/").length;
  const tables = files.filter(({ path }) => TABLE_NAME.test(path)).map(({ path }) => path);
  return tables.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

/** The tables nearest to the root whose header names files. */
async function findTables(folder: DatasetFolder): Promise<string[]> {
  const found: string[] = [];
  for (const path of tableFiles(folder).slice(0, 50)) {
    const text = new TextDecoder().decode(await folder.peek(path, HEADER_BYTES)).replaceAll("\0", "");
    const header = text.split(/[\r\n]/, 1)[0];
    const names = header.split(/[,;\t]/).map((name) => name.trim().replace(/^"|"$/g, ""));
    if (namesPictures(columnRoles(names), folder.files)) found.push(path);
  }
  return alike(found);
}

function requireFileColumn(table: string, names: readonly string[], { files }: DatasetFolder): void {
  if (namesPictures(columnRoles(names), files)) return;
  const message = `${table} has no column of file names (it has ${names.slice(0, 8).join(", ")}): call one "file".`;
  throw new AppError("invalid", message, { reason: "missing-column" });
}
