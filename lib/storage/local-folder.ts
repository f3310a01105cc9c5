import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { AppError } from "#lib/errors.ts";
import type { Storage } from "./storage.ts";

const NAME = /^[0-9a-f]{64}$/;
let written = 0;

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}

function missing(sha256: string): AppError {
  return new AppError("not_found", "This file is not in storage.", { sha256 });
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Where blobs lie whose name is not known yet. */
const INCOMING = "incoming";
/** What a process that died left there is removed after this time. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(file, { force: true });
  }
}

/** Writes what arrives to a file and gives its name and size. */
async function writeStream(file: string, chunks: AsyncIterable<Uint8Array>, maxBytes: number) {
  const hash = createHash("sha256");
  let byteSize = 0;
  const handle = await open(file, "wx");
  try {
    for await (const chunk of chunks) {
      byteSize += chunk.byteLength;
      if (byteSize > maxBytes) {
        throw new AppError("too_large", `The file is larger than ${Math.floor(maxBytes / 1e6)} MB.`);
      }
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest("hex"), byteSize };
}

/** Blobs in `<folder>/ab/cd/<sha256>`; a reader never sees half a blob, and a power cut leaves none. */
export function openLocalFolder(folder: string): Storage {
  const locate = (sha256: string): string => {
    if (!NAME.test(sha256)) throw new AppError("not_found", "That is not the name of a stored file.");
    return path.join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  const has = async (sha256: string): Promise<boolean> =>
    access(locate(sha256)).then(
      () => true,
      () => false,
    );

  return {
    has,
    async put(bytes) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      if (await has(sha256)) return sha256;
      const file = locate(sha256);
      await mkdir(path.dirname(file), { recursive: true });
      written += 1;
      const partial = `${file}.${process.pid}.${written}.partial`;
      try {
        await writeDurably(partial, bytes);
        await rename(partial, file);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
      return sha256;
    },
    async putStream(chunks, maxBytes) {
      const incoming = path.join(folder, INCOMING);
      await mkdir(incoming, { recursive: true });
      await removeAbandoned(incoming);
      written += 1;
      const partial = path.join(incoming, `${process.pid}.${written}.${Date.now()}.partial`);
      try {
        const blob = await writeStream(partial, chunks, maxBytes);
        const file = locate(blob.sha256);
        await mkdir(path.dirname(file), { recursive: true });
        await rename(partial, file);
        return blob;
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    async get(sha256) {
      const file = locate(sha256);
      const bytes = await readFile(file).catch((error) => {
        throw isMissing(error) ? missing(sha256) : error;
      });
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    async stream(sha256) {
      const file = locate(sha256);
      if (!(await has(sha256))) throw missing(sha256);
      return Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
    },
    async streamRange(sha256, start, end) {
      const file = locate(sha256);
      if (!(await has(sha256))) throw missing(sha256);
      if (end <= start) return new Blob([]).stream() as ReadableStream<Uint8Array>;
      return Readable.toWeb(createReadStream(file, { start, end: end - 1 })) as ReadableStream<Uint8Array>;
    },
    async remove(sha256) {
      await rm(locate(sha256), { force: true });
    },
  };
}
