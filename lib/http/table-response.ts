import { z } from "zod";
import { parquetChunks, type TableColumn, type TableRow } from "#lib/formats/encodings/write-parquet.ts";
import { csvLine } from "#lib/study/csv.ts";

export const TableFormat = z.enum(["csv", "parquet"]);
export type TableFormat = z.infer<typeof TableFormat>;

const MEDIA_TYPES: Record<TableFormat, string> = {
  csv: "text/csv; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
};

/** A table that is read a page at a time. */
export interface StreamedTable {
  /** Of the file, without its ending. */
  name: string;
  columns: readonly TableColumn[];
  pages: AsyncIterable<readonly TableRow[]>;
}

/** A table as a download, streamed: a page is read when the one who downloads has room for it. */
export function tableResponse(table: StreamedTable, format: TableFormat): Response {
  const chunks = format === "csv" ? csvChunks(table) : parquetChunks(table.columns, table.pages);
  return new Response(toStream(chunks), {
    headers: {
      "content-type": MEDIA_TYPES[format],
      "content-disposition": `attachment; filename="${table.name}.${format}"`,
      "cache-control": "private, no-store",
    },
  });
}

async function* csvChunks({ columns, pages }: StreamedTable): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(csvLine(columns.map(({ name }) => name)));
  for await (const rows of pages) yield encoder.encode(rows.map(csvLine).join(""));
}

function toStream(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}
