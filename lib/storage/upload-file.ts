import { closeSync, constants, openSync, writeSync } from "node:fs";
import { type FileHandle, mkdir, open, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/errors.ts";
import { type FileSource, type SourceEntry, tooManyBytes } from "#lib/formats/sources/file-source.ts";

/** A file on its way in: its bytes lie under its id, and its path is only a name. */
export interface UploadedFile {
  id: string;
  path: string;
  byteSize: number;
}

/** Free space that an upload must leave, bytes: a full disk stops the database as well. */
const SPARE_BYTES = 500_000_000;

/** @throws AppError `too_large` when the disk has no room for so many more bytes */
export async function requireRoom(folder: string, byteSize: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const room = bavail * bsize - SPARE_BYTES;
  if (byteSize <= room) return;
  const free = `${Math.max(0, Math.floor(room / 1e6))} MB`;
  throw new AppError("too_large", `There is room for ${free} more on this server: ask whoever runs it.`);
}

/**
 * Writes what arrives from `start` on, never beyond `end`, and makes it durable.
 * @returns where it ended, and what broke it off if anything did: what came before is kept
 */
export async function writeUpload(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  { start, end, signal }: { start: number; end: number; signal: AbortSignal },
): Promise<{ end: number; error?: unknown }> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, constants.O_RDWR | constants.O_CREAT);
  let at = start;
  try {
    for await (const chunk of untilAborted(chunks, signal)) {
      if (at + chunk.byteLength > end) {
        throw new AppError("too_large", "More bytes came than the file was announced to have.");
      }
      // A disk that is nearly full takes a part: what is counted is what it took.
      for (let rest = chunk; rest.byteLength > 0; ) {
        const { bytesWritten } = await handle.write(rest, 0, rest.byteLength, at);
        at += bytesWritten;
        rest = rest.subarray(bytesWritten);
      }
    }
    return { end: at };
  } catch (error) {
    return { end: at, error };
  } finally {
    await handle.sync();
    await handle.close();
  }
}

/** What comes until the signal fires, also while nothing comes: a connection that hangs gives nothing for minutes. */
async function* untilAborted<T>(chunks: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = chunks[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: what hangs does not end either.
    iterator.return?.().catch(() => {});
  }
}

/** Files as large are kept open while they are read: archives are read in thousands of pieces. */
const KEPT_OPEN_BYTES = 10_000_000;

/** Uploaded files as a source of the paths they were sent under. `close` when they have been read. */
export function openUploads(folder: string, files: readonly UploadedFile[]) {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const kept = new Map<string, Promise<FileHandle>>();
  const use = async <T>(name: string, work: (file: UploadedFile, handle: FileHandle) => Promise<T>) => {
    const file = byPath.get(name);
    if (!file) throw new AppError("not_found", `There is no file ${name}.`, { reason: "missing" });
    const openIt = () => open(path.join(folder, file.id), constants.O_RDONLY | constants.O_NOFOLLOW);
    if (file.byteSize >= KEPT_OPEN_BYTES) {
      const opened = kept.get(file.id) ?? openIt();
      kept.set(file.id, opened);
      return work(file, await opened);
    }
    const handle = await openIt();
    return work(file, handle).finally(() => handle.close());
  };
  const readPart = async (handle: FileHandle, start: number, end: number) => {
    const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  };
  const entries = files
    .map(({ path: name, byteSize }): SourceEntry => ({ path: name, byteSize, kind: "file" }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const source: Required<FileSource> = {
    list: async () => entries,
    read: (name, maxBytes) =>
      use(name, async ({ byteSize }, handle) => {
        if (byteSize > maxBytes) throw tooManyBytes(maxBytes);
        return readPart(handle, 0, byteSize);
      }),
    slice: (name, start, end) =>
      use(name, ({ byteSize }, handle) => readPart(handle, start, Math.min(end, byteSize))),
  };
  return {
    source,
    async close() {
      for (const handle of kept.values()) await (await handle).close();
      kept.clear();
    },
  };
}

export const removeUploads = (folder: string) => rm(folder, { recursive: true, force: true });

/** Lines of text gathered and written in pieces. */
const PIECE = 64_000;

/** A text file that is written from the beginning, whatever was there. */
export async function openTextFile(file: string) {
  await mkdir(path.dirname(file), { recursive: true });
  const descriptor = openSync(file, "w");
  let waiting = "";
  const flush = () => {
    if (waiting !== "") writeSync(descriptor, waiting);
    waiting = "";
  };
  return {
    write(text: string) {
      waiting += text;
      if (waiting.length > PIECE) flush();
    },
    close() {
      flush();
      closeSync(descriptor);
    },
  };
}
