import { closeSync, constants, openSync, writeSync } from "node:fs";
import { type FileHandle, mkdir, open, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/errors.ts";
import { type SlicedSource, type SourceEntry, tooManyBytes } from "#lib/formats/sources/file-source.ts";

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
  const find = (name: string) => {
    const file = byPath.get(name);
    if (file) return file;
    throw new AppError("not_found", `There is no file ${name}.`, { reason: "missing" });
  };
  const openIt = ({ id, path: name }: UploadedFile) =>
    open(path.join(folder, id), constants.O_RDONLY | constants.O_NOFOLLOW).catch((cause) => {
      throw new AppError(
        "not_found",
        `What was sent as ${name} is not on this machine: send it again, or let site and workers share IMPORT_UPLOADS.`,
        { reason: "missing" },
        cause,
      );
    });
  const use = async <T>(file: UploadedFile, work: (handle: FileHandle) => Promise<T>) => {
    if (file.byteSize < KEPT_OPEN_BYTES) {
      const handle = await openIt(file);
      return work(handle).finally(() => handle.close());
    }
    const opened = kept.get(file.id) ?? openIt(file);
    kept.set(file.id, opened);
    return work(await opened);
  };
  const readPart = async (file: UploadedFile, start: number, end: number) => {
    const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
    // Of an empty file nothing was ever sent: there is none to open.
    if (bytes.length === 0) return bytes;
    return use(file, async (handle) => {
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    });
  };
  const entries = files
    .map(({ path: name, byteSize }): SourceEntry => ({ path: name, byteSize, kind: "file" }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const source: SlicedSource = {
    list: async () => entries,
    async read(name, maxBytes) {
      const file = find(name);
      if (file.byteSize > maxBytes) throw tooManyBytes(maxBytes);
      return readPart(file, 0, file.byteSize);
    },
    async slice(name, start, end) {
      const file = find(name);
      return readPart(file, start, Math.min(end, file.byteSize));
    },
  };
  return {
    source,
    async close() {
      // One that could not be opened has told whoever read it.
      for (const opening of kept.values())
        await opening.then(
          (handle) => handle.close(),
          () => {},
        );
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
  // A file of its own: a job that was stopped may still be writing to the one that was there.
  await rm(file, { force: true });
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
