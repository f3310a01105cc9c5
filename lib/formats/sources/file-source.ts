import { AppError } from "#lib/errors.ts";
import type { Problem } from "../dataset/dataset-record.ts";

/** One thing in a folder, archive or upload. */
export interface SourceEntry {
  /** From the source's root, "/" between the parts. */
  path: string;
  byteSize: number;
  kind: "file" | "symlink" | "other";
  /** Where it is fetched from, when it lies elsewhere: what a description may call it by. */
  address?: string;
}

/** Where a data set's files come from. Reading never leaves the source, whatever path is asked for. */
export interface FileSource {
  /** What is awkward about the names in it. */
  notes?: readonly Problem[];
  /** Every entry below the root, sorted by path. */
  list(): Promise<SourceEntry[]>;
  /**
   * @throws AppError `not_found`, `too_large` above maxBytes, `invalid` for links and paths that leave the source,
   * `unavailable` when the source as a whole is away
   */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
  /** The bytes from `start` up to `end` or the file's end; a source without it is read as a whole. */
  slice?(path: string, start: number, end: number): Promise<Uint8Array>;
}

/** A source that gives parts of its files. */
export type SlicedSource = FileSource & Required<Pick<FileSource, "slice">>;

/** A part of a file; of a source that cannot give parts the whole is read, up to 1 GB. */
export async function readSlice(
  source: FileSource,
  path: string,
  start: number,
  end: number,
): Promise<Uint8Array> {
  if (source.slice) return source.slice(path, start, end);
  return (await source.read(path, 1_000_000_000)).subarray(start, end);
}

export function tooManyBytes(maxBytes: number): AppError {
  const limit = maxBytes >= 1e6 ? `${Math.floor(maxBytes / 1e6)} MB` : `${maxBytes} bytes`;
  return new AppError("too_large", `The file is larger than ${limit}.`, { reason: "too-many-bytes" });
}
