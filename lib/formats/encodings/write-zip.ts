import { promisify } from "node:util";
import { constants, crc32, deflateRaw } from "node:zlib";

/** One file of an archive: whole, or as it comes to be. */
export type ZipFile =
  /** Kept as it is: pictures and maps hardly shrink. "/" between the parts of the path. */
  { path: string; bytes: Uint8Array } | { path: string; chunks: AsyncIterable<Uint8Array | string> };

const MAX_COUNT = 0xffff;
const MAX_32 = 0xffff_ffff;
/** Of the specification that is needed to read it: 2.0, or 4.5 for ZIP64. */
const VERSION = 20;
const VERSION_64 = 45;
const UTF_8_NAMES = 0x0800;
/** Sizes and checksum follow the bytes. */
const SIZES_LATER = 0x0008;
const STORED = 0;
const DEFLATED = 8;
/** 1980-01-01, the first day a ZIP can name: the same files give the same archive. */
const DATE = 0x21;
/** Packed at a time. */
const BLOCK = 256 * 1024;
/** A file that is packed block by block ends with an empty last one. */
const LAST_BLOCK = Uint8Array.of(3, 0);

const pack = promisify(deflateRaw) as (bytes: Uint8Array, options: object) => Promise<Uint8Array>;

/**
 * A ZIP archive (APPNOTE 6.3) as it comes to be. A file given whole is stored; one that comes in chunks is packed block by block
 * and its sizes follow it. ZIP64 is used from 65,535 files, 4 GB of a file or 4 GB of the archive on, and for the sizes of
 * files that come in chunks. Holds one file or block at a time, and the directory.
 */
export async function* writeZip(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array> {
  const directory: Uint8Array[] = [];
  let at = 0;
  for await (const file of files) {
    const name = new TextEncoder().encode(file.path);
    const start = at;
    let entry: Entry;
    if ("bytes" in file) {
      const { bytes } = file;
      entry = {
        method: STORED,
        flags: UTF_8_NAMES,
        crc: crc32(bytes),
        packed: bytes.length,
        size: bytes.length,
      };
      const header = localHeader(name, entry);
      yield header;
      yield bytes;
      at += header.length + bytes.length;
    } else {
      entry = { method: DEFLATED, flags: UTF_8_NAMES | SIZES_LATER, crc: 0, packed: 0, size: 0 };
      const header = localHeader(name, entry);
      yield header;
      for await (const packed of packedBlocks(file.chunks, entry)) {
        entry.packed += packed.length;
        yield packed;
      }
      entry.packed += LAST_BLOCK.length;
      yield LAST_BLOCK;
      const descriptor = dataDescriptor(entry);
      yield descriptor;
      at += header.length + entry.packed + descriptor.length;
    }
    directory.push(directoryEntry(name, entry, start));
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  yield* directory;
  yield endRecords(directory.length, size, at);
}

/** Each block packed, while the next one comes to be; counts what went in. */
async function* packedBlocks(
  chunks: AsyncIterable<Uint8Array | string>,
  entry: Entry,
): AsyncGenerator<Uint8Array> {
  let packing: Promise<Uint8Array> | null = null;
  for await (const block of blocks(chunks)) {
    entry.crc = crc32(block, entry.crc);
    entry.size += block.length;
    const next = pack(block, { finishFlush: constants.Z_FULL_FLUSH });
    // Awaited a block later; where the next block fails to come, never.
    next.catch(() => undefined);
    if (packing) yield await packing;
    packing = next;
  }
  if (packing) yield await packing;
}

interface Entry {
  method: number;
  flags: number;
  crc: number;
  packed: number;
  size: number;
}

/** Text and bytes joined to blocks of about one size. */
async function* blocks(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let parts: Uint8Array[] = [];
  let text = "";
  let length = 0;
  const flushText = () => {
    if (text !== "") parts.push(encoder.encode(text));
    text = "";
  };
  for await (const chunk of chunks) {
    if (typeof chunk === "string") text += chunk;
    else {
      flushText();
      parts.push(chunk);
    }
    length += chunk.length;
    if (length < BLOCK) continue;
    flushText();
    yield Buffer.concat(parts);
    parts = [];
    length = 0;
  }
  flushText();
  if (parts.length > 0) yield Buffer.concat(parts);
}

/** Little-endian numbers: [bytes, value] each. */
function record(...fields: [bytes: 2 | 4 | 8, value: number][]): Uint8Array {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

function localHeader(name: Uint8Array, { method, flags, crc, packed, size }: Entry): Uint8Array {
  const isLater = (flags & SIZES_LATER) !== 0;
  const isWide = isLater || size >= MAX_32;
  const extra = isWide ? record([2, 1], [2, 16], [8, size], [8, packed]) : new Uint8Array(0);
  const head = record(
    [4, 0x04034b50],
    [2, isWide ? VERSION_64 : VERSION],
    [2, flags],
    [2, method],
    [2, 0],
    [2, DATE],
    [4, crc],
    [4, isWide ? MAX_32 : packed],
    [4, isWide ? MAX_32 : size],
    [2, name.length],
    [2, extra.length],
  );
  return Buffer.concat([head, name, extra]);
}

/** Sizes take eight bytes, since the local header has a ZIP64 field. */
function dataDescriptor({ crc, packed, size }: Entry): Uint8Array {
  return record([4, 0x08074b50], [4, crc], [8, packed], [8, size]);
}

function directoryEntry(
  name: Uint8Array,
  { method, flags, crc, packed, size }: Entry,
  start: number,
): Uint8Array {
  const wide = [size, packed, start].filter((value) => value >= MAX_32);
  const extra =
    wide.length > 0
      ? record([2, 1], [2, 8 * wide.length], ...wide.map((value): [8, number] => [8, value]))
      : new Uint8Array(0);
  const narrow = (value: number) => Math.min(value, MAX_32);
  const version = wide.length > 0 || (flags & SIZES_LATER) !== 0 ? VERSION_64 : VERSION;
  const head = record(
    [4, 0x02014b50],
    [2, version],
    [2, version],
    [2, flags],
    [2, method],
    [2, 0],
    [2, DATE],
    [4, crc],
    [4, narrow(packed)],
    [4, narrow(size)],
    [2, name.length],
    [2, extra.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, narrow(start)],
  );
  return Buffer.concat([head, name, extra]);
}

function endRecords(count: number, size: number, start: number): Uint8Array {
  const isWide = count >= MAX_COUNT || size >= MAX_32 || start >= MAX_32;
  const wide = record(
    [4, 0x06064b50],
    [8, 44],
    [2, VERSION_64],
    [2, VERSION_64],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, size],
    [8, start],
    [4, 0x07064b50],
    [4, 0],
    [8, start + size],
    [4, 1],
  );
  const end = record(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, Math.min(count, MAX_COUNT)],
    [2, Math.min(count, MAX_COUNT)],
    [4, Math.min(size, MAX_32)],
    [4, Math.min(start, MAX_32)],
    [2, 0],
  );
  return isWide ? Buffer.concat([wide, end]) : end;
}
