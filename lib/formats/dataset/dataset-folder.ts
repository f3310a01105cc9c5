import { type FileSource, readSlice, type SourceEntry } from "../sources/file-source.ts";
import type { Problem } from "./dataset-record.ts";
import { MAX_DESCRIPTION_BYTES } from "./limits.ts";

/** A source as a layout's reader sees it: listed once, without hidden files. */
export interface DatasetFolder {
  source: FileSource;
  /** Regular files, sorted by path: what is read never depends on the order a system lists them in. */
  files: readonly SourceEntry[];
  /** Links and other things that are no files: refused, never followed. */
  links: readonly Problem[];
  has(path: string): boolean;
  /** The whole file, by default up to the bound for a description. @throws AppError `too_large`, `not_found` */
  read(path: string, maxBytes?: number): Promise<Uint8Array>;
  /** The first bytes of a file. */
  peek(path: string, byteCount: number): Promise<Uint8Array>;
}

export async function openDatasetFolder(source: FileSource): Promise<DatasetFolder> {
  const entries = (await source.list()).filter(({ path }) => !isHidden(path));
  const files = entries
    .filter(({ kind }) => kind === "file")
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const paths = new Set(files.map(({ path }) => path));
  return {
    source,
    files,
    links: entries.filter(({ kind }) => kind !== "file").map(linkProblem),
    has: (path) => paths.has(path),
    read: (path, maxBytes = MAX_DESCRIPTION_BYTES) => source.read(path, maxBytes),
    peek: (path, byteCount) => readSlice(source, path, 0, byteCount),
  };
}

/** What operating systems and archivers leave behind. */
function isHidden(path: string): boolean {
  return path.split("/").some((part) => part.startsWith(".") || part === "Thumbs.db" || part === "__MACOSX");
}

function linkProblem({ path, kind }: SourceEntry): Problem {
  const what = kind === "symlink" ? "a symbolic link" : "not a regular file";
  const message = `It is ${what}, which an import never follows: copy the picture itself.`;
  return { file: path, line: null, reason: "link", message };
}
