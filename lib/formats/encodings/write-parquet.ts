import { ByteWriter, ParquetWriter } from "hyparquet-writer";

/** A column of a flat table; every column may hold nulls. */
export interface TableColumn {
  name: string;
  /** STRING is UTF-8, DOUBLE float64. */
  type: "STRING" | "DOUBLE";
}

export type TableRow = readonly (string | number | null)[];

/** One value a row: BYTE_ARRAY takes bytes, or text where it is UTF8; INT64 takes bigint. */
interface Leaf {
  name: string;
  type: "BYTE_ARRAY" | "DOUBLE" | "INT64";
  converted_type?: "UTF8";
}

/** A column of values, or of objects with a value for each field. */
export type ParquetColumn = Leaf | { name: string; fields: readonly Leaf[] };

/**
 * A Parquet file, a chunk a page: each page of rows is one row group, packed by snappy, and leaves before the next is asked for, so
 * that memory holds one page. An empty page is no row group. (apache/parquet-format 2.10)
 *
 * @param pages rows in the order of `columns`; a DOUBLE column takes numbers, a STRING column text
 */
export function parquetChunks(
  columns: readonly TableColumn[],
  pages: AsyncIterable<readonly TableRow[]>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  return parquetGroups(leavesOf(columns), pages);
}

/**
 * The same for columns that hold objects; bytes are not packed, since pictures hardly shrink.
 * @param metadata what is kept beside the table, by key
 */
export async function* parquetGroups(
  columns: readonly ParquetColumn[],
  groups: AsyncIterable<readonly (readonly unknown[])[]>,
  metadata: Readonly<Record<string, string>> = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file = openGroups(columns, metadata);
  for await (const rows of groups) if (rows.length > 0) yield await file.group(rows);
  yield await file.end();
}

/** A Parquet file that is given its rows, as bytes to be written one after the other. */
export interface ParquetFile<Row> {
  /** One row group. */
  group(rows: readonly Row[]): Promise<Uint8Array<ArrayBuffer>>;
  /** What closes the file. */
  end(): Promise<Uint8Array<ArrayBuffer>>;
}

/** The file of `parquetChunks`, for whoever has rows of several tables at a time. */
export function openParquet(columns: readonly TableColumn[]): ParquetFile<TableRow> {
  return openGroups(leavesOf(columns), {});
}

function leavesOf(columns: readonly TableColumn[]): Leaf[] {
  return columns.map(({ name, type }) =>
    type === "DOUBLE" ? { name, type } : { name, type: "BYTE_ARRAY", converted_type: "UTF8" },
  );
}

function openGroups(
  columns: readonly ParquetColumn[],
  metadata: Readonly<Record<string, string>>,
): ParquetFile<readonly unknown[]> {
  const bytes = new ByteWriter();
  const optional = { repetition_type: "OPTIONAL" as const };
  const file = new ParquetWriter({
    writer: bytes,
    createdBy: "whynot",
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.flatMap((column) =>
        "fields" in column
          ? [
              { name: column.name, num_children: column.fields.length, ...optional },
              ...column.fields.map((field) => ({ ...field, ...optional })),
            ]
          : [{ ...column, ...optional }],
      ),
    ],
  });
  return {
    async group(rows) {
      await file.write({
        columnData: columns.map((column, at) => ({
          name: column.name,
          data: rows.map((row) => row[at]) as string[],
          ...("fields" in column ? { codec: "UNCOMPRESSED" as const, statistics: false } : {}),
        })),
        rowGroupSize: rows.length,
      });
      return drain(bytes);
    },
    async end() {
      await file.finish();
      return drain(bytes);
    },
  };
}

/** What was written since the last time; places in the file go on counting. */
function drain(writer: ByteWriter): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(writer.buffer.slice(0, writer.index));
  writer.index = 0;
  return chunk;
}
