import { on, once } from "node:events";
import { open, rm } from "node:fs/promises";
import path from "node:path";
import { Parser, type ReadEntry } from "tar";
import { AppError } from "#lib/errors.ts";
import { checkArchiveNames } from "#lib/formats/sources/archive-names.ts";
import { type FileSource, readSlice, type SourceEntry } from "#lib/formats/sources/file-source.ts";
import { findSoleFile } from "#lib/formats/sources/sole-archive.ts";
import { refuseArchive } from "#lib/formats/sources/zip-directory.ts";
import { openFolderSource } from "./folder-source.ts";

export interface TarLimits {
  maxEntries: number;
  /** Bytes of all files unpacked. */
  maxTotal: number;
  /** Unpacked to packed size. */
  maxRatio: number;
}

const LIMITS: TarLimits = { maxEntries: 500_000, maxTotal: 20_000_000_000, maxRatio: 200 };
const TAR = /\.(tar|tgz|tar\.gz)$/i;
const CHUNK = 1_000_000;
/** Below this size a ratio means nothing. */
const SMALL = 10_000_000;
const PLAIN = new Set(["File", "OldFile", "ContiguousFile"]);

export interface UnpackedSource {
  source: FileSource;
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

export interface UnpackOptions {
  /** Makes the empty folder that files are unpacked to, under numbers, never under their names. */
  folder(): Promise<string>;
  limits?: Partial<TarLimits>;
  signal?: AbortSignal;
}

/**
 * A source as it is, or if it is nothing but a tar archive (plain or gzipped), what is in that: tar can only be read from front to
 * back, so its files are unpacked first. Links, devices and names that leave the archive refuse the whole of it, and nothing is left.
 * @throws AppError with `details.reason`: symlink, unsupported-entry, too-many-entries, too-many-bytes, compression-ratio,
 * corrupt-archive, empty-archive, and those of `checkArchiveNames`
 */
export async function unpackTar(
  source: FileSource,
  { folder: makeFolder, limits, signal }: UnpackOptions,
): Promise<UnpackedSource> {
  const only = findSoleFile(await source.list());
  if (only === null || only.kind !== "file" || !TAR.test(only.path)) return { source, close: async () => {} };
  const folder = await makeFolder();
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const unpacked = await unpackFiles(source, only, { folder, limits: { ...LIMITS, ...limits }, signal });
    return { source: await openUnpacked(folder, unpacked), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface UnpackedFile {
  name: string;
  /** What it is called in the folder. */
  number: string;
  byteSize: number;
}

async function unpackFiles(
  source: FileSource,
  archive: SourceEntry,
  { folder, limits, signal }: { folder: string; limits: TarLimits; signal?: AbortSignal },
): Promise<UnpackedFile[]> {
  const parser = new Parser({ strict: true });
  const stop = new AbortController();
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  let packed = 0;
  let unpacked = 0;
  const feed = async () => {
    for (let start = 0; start < archive.byteSize; start += CHUNK) {
      both.throwIfAborted();
      const bytes = await readSlice(source, archive.path, start, Math.min(start + CHUNK, archive.byteSize));
      packed += bytes.length;
      if (!parser.write(Buffer.from(bytes))) await once(parser, "drain", { signal: both });
    }
    parser.end();
  };
  const count = (bytes: number) => {
    unpacked += bytes;
    if (unpacked > limits.maxTotal) throw tooLarge(limits.maxTotal);
    if (unpacked > Math.max(SMALL, limits.maxRatio * packed)) {
      throw refuseArchive("compression-ratio", `unpacks to more than ${limits.maxRatio} times its size`);
    }
  };
  const take = async () => {
    const files: UnpackedFile[] = [];
    for await (const [entry] of on(parser, "entry", { close: ["end"], signal: both })) {
      const isFile = checkType(entry);
      if (!isFile) entry.resume();
      else if (files.length < limits.maxEntries) files.push(await write(entry, folder, files.length, count));
      else throw refuseArchive("too-many-entries", `holds more than ${limits.maxEntries} files`);
    }
    if (files.length > 0) return files;
    throw refuseArchive("empty-archive", "is empty");
  };
  // Whichever fails first stops the other; nothing is being written any more when this one ends.
  let failure: unknown;
  const orStop = (error: unknown) => {
    failure ??= error;
    stop.abort();
    return [];
  };
  const [files] = await Promise.all([take().catch(orStop), feed().catch(orStop)]);
  if (failure === undefined) return files;
  signal?.throwIfAborted();
  throw isFault(failure) ? corrupt(failure) : failure;
}

async function write(
  entry: ReadEntry,
  folder: string,
  number: number,
  count: (bytes: number) => void,
): Promise<UnpackedFile> {
  const handle = await open(path.join(folder, String(number)), "wx");
  try {
    for await (const bytes of entry) {
      count(bytes.length);
      await handle.write(bytes);
    }
  } finally {
    await handle.close();
  }
  const name = entry.path.replace(/^(\.\/)+/, "");
  return { name, number: String(number), byteSize: entry.size };
}

/** Whether it is a file. @throws AppError for what is neither a file nor a folder */
function checkType({ type, path: name }: ReadEntry): boolean {
  if (PLAIN.has(type)) return true;
  if (type === "Directory" || type === "GNUDumpDir") return false;
  const shown = JSON.stringify(name.slice(0, 80));
  if (type === "SymbolicLink" || type === "Link") {
    throw refuseArchive("symlink", `holds a link, ${shown}, which is never followed`);
  }
  throw refuseArchive("unsupported-entry", `holds ${shown}, which is no file but a ${type}`);
}

async function openUnpacked(folder: string, unpacked: readonly UnpackedFile[]): Promise<FileSource> {
  const { files, notes } = checkArchiveNames(unpacked);
  const inside = await openFolderSource(folder);
  const numberOf = (name: string) => {
    const file = files.get(name);
    if (file) return file.number;
    throw new AppError("not_found", "There is no such file in the archive.", { reason: "missing" });
  };
  return {
    notes,
    async list() {
      const listed = [...files].map(([name, { byteSize }]) => ({
        path: name,
        byteSize,
        kind: "file" as const,
      }));
      return listed.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    read: async (name, maxBytes) => inside.read(numberOf(name), maxBytes),
    slice: async (name, start, end) => inside.slice(numberOf(name), start, end),
  };
}

/** Whether the archive is to blame, and not the disk. */
function isFault(error: unknown): boolean {
  const { code, tarCode } = error as { code?: string; tarCode?: string };
  return /^(TAR|Z)_/.test(tarCode ?? code ?? "");
}

const corrupt = (cause: unknown) =>
  refuseArchive("corrupt-archive", "is damaged or no tar archive: make or copy it again", cause);

const tooLarge = (maxTotal: number) =>
  new AppError("too_large", `The archive unpacks to more than ${maxTotal / 1e9} GB.`, {
    reason: "too-many-bytes",
  });
