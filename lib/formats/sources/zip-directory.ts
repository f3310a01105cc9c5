import { AppError } from "#lib/errors.ts";

/** One file in an archive, as its central directory announces it. */
export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  crc32: number;
  packedSize: number;
  size: number;
  /** Place of the local header. */
  offset: number;
  isEncrypted: boolean;
  isSymlink: boolean;
}

/** The bytes of an archive from one place to another. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
/** The end record may be followed by a comment of 64 kB. */
const LONGEST_END = END_BYTES + 65_535;
const MAX_DIRECTORY = 100_000_000;
const SYMLINK = 0o120000;

export function refuseArchive(reason: string, fault: string, cause?: unknown): AppError {
  return new AppError("invalid", `The archive ${fault}.`, { reason }, cause);
}

/**
 * Reads the central directory of a ZIP archive (PKWARE APPNOTE 6.3), zip64 included. Nothing is unpacked.
 * @throws AppError `corrupt-archive`, `too-many-entries`, `empty-archive`, `bad-name`
 */
export async function readZipDirectory(
  read: ReadBytes,
  byteSize: number,
  maxEntries: number,
): Promise<ZipEntry[]> {
  const { count, size, offset } = await findDirectory(read, byteSize);
  if (count === 0) throw refuseArchive("empty-archive", "is empty");
  if (count > maxEntries)
    throw refuseArchive("too-many-entries", `holds ${count} files; at most ${maxEntries} are taken`);
  if (size > MAX_DIRECTORY || offset + size > byteSize || size < count * ENTRY_BYTES) throw corrupt();
  const directory = await read(offset, offset + size);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    const { entry, length } = readEntry(directory, at);
    entries.push(entry);
    at += length;
  }
  return entries;
}

const corrupt = (cause?: unknown) =>
  refuseArchive("corrupt-archive", "is damaged or no ZIP archive: make or copy it again", cause);

async function findDirectory(read: ReadBytes, byteSize: number) {
  const start = Math.max(0, byteSize - LONGEST_END);
  const tail = await read(start, byteSize);
  const view = viewOf(tail);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END || at + END_BYTES + view.getUint16(at + 20, true) !== tail.length)
      continue;
    const [count, size, offset] = [
      view.getUint16(at + 10, true),
      view.getUint32(at + 12, true),
      view.getUint32(at + 16, true),
    ];
    const isWide = count === 0xffff || size === 0xffffffff || offset === 0xffffffff;
    return isWide ? readWideEnd(read, start + at) : { count, size, offset };
  }
  throw corrupt();
}

/** The zip64 end record, by the locator just before the plain one. */
async function readWideEnd(read: ReadBytes, end: number) {
  const locator = viewOf(await read(end - 20, end));
  if (locator.byteLength < 20 || locator.getUint32(0, true) !== LOCATOR_64) throw corrupt();
  const at = wide(locator, 8);
  const record = viewOf(await read(at, at + 56));
  if (record.byteLength < 56 || record.getUint32(0, true) !== END_64) throw corrupt();
  return { count: wide(record, 32), size: wide(record, 40), offset: wide(record, 48) };
}

function readEntry(directory: Uint8Array, at: number): { entry: ZipEntry; length: number } {
  const view = viewOf(directory);
  if (at + ENTRY_BYTES > directory.length || view.getUint32(at, true) !== ENTRY) throw corrupt();
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
    view.getUint16(at + field, true),
  );
  const length = ENTRY_BYTES + nameLength + extraLength + commentLength;
  if (at + length > directory.length) throw corrupt();
  const nameStart = at + ENTRY_BYTES;
  const sizes = {
    size: view.getUint32(at + 24, true),
    packedSize: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
  };
  const extra = directory.subarray(nameStart + nameLength, nameStart + nameLength + extraLength);
  return {
    length,
    entry: {
      name: decodeName(directory.subarray(nameStart, nameStart + nameLength)),
      method,
      crc32: view.getUint32(at + 16, true),
      ...widen(sizes, extra),
      isEncrypted: (flags & 1) === 1 || method === 99,
      isSymlink: ((view.getUint32(at + 38, true) >>> 16) & 0o170000) === SYMLINK,
    },
  };
}

/** Zip64: of the sizes that are all ones the real ones follow in field 1, in this order. */
function widen<Sizes extends { size: number; packedSize: number; offset: number }>(
  sizes: Sizes,
  extra: Uint8Array,
): Sizes {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const [id, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (id === 1) {
      let field = at + 4;
      const wider = { ...sizes };
      for (const key of ["size", "packedSize", "offset"] as const) {
        if (sizes[key] !== 0xffffffff) continue;
        if (field + 8 > Math.min(extra.length, at + 4 + length)) throw corrupt();
        wider[key] = wide(view, field);
        field += 8;
      }
      return wider;
    }
    at += 4 + length;
  }
  return sizes;
}

/** UTF-8, flagged or not; what is not is read as Latin-1, so that it has some name. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

function wide(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw corrupt();
  return Number(value);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
