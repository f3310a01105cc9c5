import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { decompress as unpackZstd } from "fzstd";
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaTree,
  snappyUncompress,
} from "hyparquet";
import { Fault } from "../fault.ts";
import { type FileSource, readSlice } from "../sources/file-source.ts";

/** Rows are read a row group at a time; a group unpacks to at most this. */
const MAX_GROUP_BYTES = 1_000_000_000;
const MAX_ROWS = 10_000_000;

export type ParquetRow = Readonly<Record<string, unknown>>;

/** Rows from one to another, read together. */
export interface RowGroup {
  start: number;
  end: number;
}

export interface ParquetFile {
  groups: RowGroup[];
  /** Names of the columns at the top that hold one value a row, and of those that hold more. */
  columns: { name: string; children: string[] }[];
  /** What Hugging Face keeps beside the table: the type of each column. */
  features: Readonly<Record<string, unknown>>;
  /** Bytes that are no text come as Uint8Array. @throws Fault */
  readRows(group: RowGroup, columns: readonly string[]): Promise<ParquetRow[]>;
}

/** Opens a parquet file by its footer. Pages may be packed by snappy, gzip, brotli or zstd. @throws Fault */
export async function openParquet(source: FileSource, path: string, byteSize: number): Promise<ParquetFile> {
  const file: AsyncBuffer = {
    byteLength: byteSize,
    async slice(start, end = byteSize) {
      const bytes = await readSlice(source, path, start, end);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
  const metadata = await orFault(parquetMetadataAsync(file));
  requireOneColumnALeaf(metadata);
  return {
    groups: rowGroups(metadata),
    columns: parquetSchema(metadata).children.map(({ element, children }) => ({
      name: element.name,
      children: children.map((child) => child.element.name),
    })),
    features: featuresOf(metadata),
    readRows: ({ start, end }, columns) =>
      orFault(
        new Promise<ParquetRow[]>((resolve, reject) => {
          const options = { file, metadata, compressors: COMPRESSORS, utf8: false, geoparquet: false };
          const rows = { rowStart: start, rowEnd: end, rowFormat: "object" as const, onComplete: resolve };
          parquetRead({ ...options, ...rows, columns: [...columns] }).catch(reject);
        }),
      ),
  };
}

const damaged = (why: string) =>
  new Fault("damaged", `It is damaged or no parquet file: ${why.slice(0, 200)}.`);

/** Whatever the reader of the format throws at a damaged file. */
async function orFault<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw damaged((error as Error).message);
  }
}

/**
 * Every leaf of the schema has one column in every row group, and in the schema's order. The reader begins with all columns
 * at once and forgets those it finds no place for: what goes wrong in them would end the process.
 */
function requireOneColumnALeaf(metadata: FileMetaData): void {
  const leaves = leavesOf(parquetSchema(metadata));
  if (new Set(leaves).size < leaves.length) throw damaged("two columns have the same name");
  for (const { columns } of metadata.row_groups) {
    const held = columns.map(({ meta_data: column }) => column?.path_in_schema.join("."));
    if (held.length !== leaves.length || held.some((path, i) => path !== leaves[i]))
      throw damaged("the columns of a row group are not those of its schema");
  }
}

const leavesOf = ({ children, path }: SchemaTree): string[] =>
  children.length === 0 ? [path.join(".")] : children.flatMap(leavesOf);

function rowGroups({ row_groups: groups }: FileMetaData): RowGroup[] {
  let start = 0;
  return groups.map((group) => {
    const rows = Number(group.num_rows);
    if (!(rows >= 0 && start + rows <= MAX_ROWS))
      throw new Fault("too-many-records", `It has more than ${MAX_ROWS} rows.`);
    if (Number(group.total_byte_size) > MAX_GROUP_BYTES) {
      throw new Fault(
        "too-many-bytes",
        `A row group of it unpacks to more than ${MAX_GROUP_BYTES / 1e6} MB: write smaller ones.`,
      );
    }
    const range = { start, end: start + rows };
    start += rows;
    return range;
  });
}

function featuresOf({ key_value_metadata: pairs }: FileMetaData): Record<string, unknown> {
  const text = pairs?.find(({ key }) => key === "huggingface")?.value;
  if (text === undefined) return {};
  try {
    const features = JSON.parse(text)?.info?.features;
    return typeof features === "object" && features !== null ? features : {};
  } catch {
    return {};
  }
}

/** Each unpacks to the size its page announces, never more; that size is bounded first. */
const COMPRESSORS: Compressors = {
  SNAPPY: (input, length) => {
    const page = pageOf(length);
    snappyUncompress(input, page);
    return page;
  },
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: bounded(length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: bounded(length) }),
  ZSTD: (input, length) => unpackZstd(input, pageOf(length)),
};

function bounded(length: number): number {
  if (length >= 0 && length <= MAX_GROUP_BYTES) return Math.max(1, length);
  throw new Fault("too-many-bytes", `A page of it announces ${length} bytes.`);
}

const pageOf = (length: number) => new Uint8Array(length === 0 ? 0 : bounded(length));
