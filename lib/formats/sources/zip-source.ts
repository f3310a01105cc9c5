import { crc32, inflateRawSync } from "node:zlib";
import { AppError } from "#lib/errors.ts";
import { checkArchiveNames } from "./archive-names.ts";
import { type FileSource, tooManyBytes } from "./file-source.ts";
import { type ReadBytes, readZipDirectory, refuseArchive, type ZipEntry } from "./zip-directory.ts";

const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const DEFLATED = 8;

export interface ZipLimits {
  maxEntries: number;
  /** Bytes of all files unpacked. */
  maxTotal: number;
  /** Unpacked to packed size of a file of over a megabyte: pictures hardly shrink, text by some tens. */
  maxRatio: number;
}

export const ZIP_LIMITS: ZipLimits = { maxEntries: 10_000, maxTotal: 20_000_000_000, maxRatio: 200 };

/**
 * The files of a ZIP archive, unpacked one at a time when they are read. Everything the archive announces is checked
 * before: names, sizes, ratios, overlaps, links, encryption; a fault refuses the whole of it, and nothing is written.
 * @throws AppError with `details.reason`
 */
export async function openZipSource(
  read: ReadBytes,
  byteSize: number,
  limits: Partial<ZipLimits> = {},
): Promise<FileSource> {
  const { maxEntries, maxTotal, maxRatio } = { ...ZIP_LIMITS, ...limits };
  const entries = await readZipDirectory(read, byteSize, maxEntries);
  for (const entry of entries) checkEntry(entry);
  const { files, notes } = checkArchiveNames(entries);
  const places = await findContents(read, byteSize, entries);
  for (const entry of entries) checkRatio(entry, maxRatio);
  if (entries.reduce((sum, { size }) => sum + size, 0) > maxTotal) {
    throw new AppError("too_large", `The archive unpacks to more than ${maxTotal / 1e9} GB.`, {
      reason: "too-many-bytes",
    });
  }
  const unpackFile = async (path: string, maxBytes: number) => {
    const entry = files.get(path);
    if (!entry)
      throw new AppError("not_found", "There is no such file in the archive.", { reason: "missing" });
    if (entry.size > maxBytes) throw tooManyBytes(maxBytes);
    const start = places.get(entry)!;
    return unpack(entry, await read(start, start + entry.packedSize));
  };
  return {
    notes,
    async list() {
      const listed = [...files].map(([path, { size }]) => ({ path, byteSize: size, kind: "file" as const }));
      return listed.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    read: unpackFile,
    slice: async (path, start, end) => (await unpackFile(path, 1_000_000_000)).subarray(start, end),
  };
}

function checkEntry({ name, method, isEncrypted, isSymlink }: ZipEntry): void {
  const shown = JSON.stringify(name.slice(0, 80));
  if (isEncrypted) throw refuseArchive("encrypted", "is encrypted: make it again without a password");
  if (isSymlink) throw refuseArchive("symlink", `holds a symbolic link, ${shown}, which is never followed`);
  if (method !== 0 && method !== DEFLATED)
    throw refuseArchive("unsupported-method", `packs ${shown} in a way that is not read`);
}

function checkRatio({ name, size, packedSize }: ZipEntry, maxRatio: number): void {
  if (size < 1_000_000 || size <= maxRatio * packedSize) return;
  const shown = JSON.stringify(name.slice(0, 80));
  throw refuseArchive(
    "compression-ratio",
    `unpacks ${shown} to ${Math.round(size / Math.max(1, packedSize))} times its size`,
  );
}

/** Where each file's bytes begin, after its local header has been compared with the directory. */
async function findContents(
  read: ReadBytes,
  byteSize: number,
  entries: readonly ZipEntry[],
): Promise<Map<ZipEntry, number>> {
  const places = new Map<ZipEntry, number>();
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < end) throw refuseArchive("overlapping-entries", "holds files that overlap");
    const header = await read(entry.offset, entry.offset + LOCAL_BYTES);
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    if (header.length < LOCAL_BYTES || view.getUint32(0, true) !== LOCAL) throw corrupt();
    const start = entry.offset + LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
    checkLocalSizes(view, entry);
    end = start + entry.packedSize;
    if (end > byteSize) throw corrupt();
    places.set(entry, start);
  }
  return places;
}

/** Sizes may be left to a record after the bytes (flag 3) or to zip64; where they stand here, they must agree. */
function checkLocalSizes(view: DataView, { name, size, packedSize }: ZipEntry): void {
  const isLater = (view.getUint16(6, true) & 8) !== 0;
  const [localPacked, localSize] = [view.getUint32(18, true), view.getUint32(22, true)];
  if (isLater || localSize === 0xffffffff || localPacked === 0xffffffff) return;
  if (localSize !== size || localPacked !== packedSize) throw sizeMismatch(name);
}

const corrupt = (cause?: unknown) =>
  refuseArchive("corrupt-archive", "is damaged or no ZIP archive: make or copy it again", cause);

const sizeMismatch = (name: string) =>
  refuseArchive("size-mismatch", `says two things about the size of ${JSON.stringify(name.slice(0, 80))}`);

/** Unpacks at most the announced size. */
function unpack(entry: ZipEntry, packed: Uint8Array): Uint8Array {
  let bytes = packed;
  if (entry.method === DEFLATED) {
    try {
      bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
    } catch (cause) {
      throw (cause as { code?: string }).code === "ERR_BUFFER_TOO_LARGE"
        ? sizeMismatch(entry.name)
        : corrupt(cause);
    }
  }
  if (bytes.length !== entry.size) throw sizeMismatch(entry.name);
  if (crc32(bytes) !== entry.crc32) throw corrupt();
  return bytes;
}
