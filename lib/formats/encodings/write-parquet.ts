import { ByteWriter, ParquetWriter } from "hyparquet-writer";

/** A column of a flat table; every column may hold nulls. */
export interface TableColumn {
  name: string;
  /** STRING is UTF-8, DOUBLE float64. */
  type: "STRING" | "DOUBLE";
}

export type TableRow = readonly (string | number | null)[];

/**
 * A Parquet file, a chunk a page: each page of rows is one row group, packed by snappy, and leaves before the next is asked for, so
 * that memory holds one page. An empty page is no row group. (apache/parquet-format 2.10)
 *
 * @param pages rows in the order of `columns`; a DOUBLE column takes numbers, a STRING column text
 */
export async function* parquetChunks(
  columns: readonly TableColumn[],
  pages: AsyncIterable<readonly TableRow[]>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const bytes = new ByteWriter();
  const file = new ParquetWriter({
    writer: bytes,
    createdBy: "whynot",
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.map(({ name, type }) => ({
        name,
        repetition_type: "OPTIONAL" as const,
        ...(type === "DOUBLE"
          ? { type: "DOUBLE" as const }
          : { type: "BYTE_ARRAY" as const, converted_type: "UTF8" as const }),
      })),
    ],
  });
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    await file.write({
      columnData: columns.map(({ name }, at) => ({ name, data: rows.map((row) => row[at]) })),
      rowGroupSize: rows.length,
    });
    yield drain(bytes);
  }
  await file.finish();
  yield drain(bytes);
}

/** What was written since the last time; places in the file go on counting. */
function drain(writer: ByteWriter): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(writer.buffer.slice(0, writer.index));
  writer.index = 0;
  return chunk;
}
