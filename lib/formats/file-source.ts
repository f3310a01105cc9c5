/** One thing in a folder, archive or upload. */
export interface SourceEntry {
  /** From the source's root, "/" between the parts. */
  path: string;
  byteSize: number;
  kind: "file" | "symlink" | "other";
}

/** Where a data set's files come from. Reading never leaves the source, whatever path is asked for. */
export interface FileSource {
  /** Every entry below the root, sorted by path. */
  list(): Promise<SourceEntry[]>;
  /** @throws AppError `not_found`, `too_large` above maxBytes, `invalid` for links and paths that leave the source */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
}
