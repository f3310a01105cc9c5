import { parquetChunks } from "#lib/formats/encodings/write-parquet.ts";
import type { FigureData } from "./table-to-csv.ts";

/** A figure's numbers as a Parquet file; a column with any text in it is text. */
export async function tableToParquet({ columns, rows }: FigureData): Promise<Blob> {
  const typed = columns.map((name, at) => ({
    name,
    type: rows.some((row) => typeof row[at] === "string") ? ("STRING" as const) : ("DOUBLE" as const),
  }));
  const asTyped = rows.map((row) =>
    row.map((cell, at) => (cell === null || typed[at].type === "DOUBLE" ? cell : String(cell))),
  );
  const chunks: BlobPart[] = [];
  for await (const chunk of parquetChunks(typed, onePage(asTyped))) chunks.push(chunk);
  return new Blob(chunks, { type: "application/vnd.apache.parquet" });
}

async function* onePage<Page>(page: Page) {
  yield page;
}
