import { quote, refuseDamaged, refuseTooLarge } from "../pickle/refusal.ts";

/** One record as the central directory lists it. */
export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  packedSize: number;
  size: number;
  /** Where its local header begins, and where the next record or the directory does. */
  start: number;
  end: number;
}

/** Signatures and lengths of APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16. */
const [ENTRY, END, END64, LOCATOR64] = [0x02014b50, 0x06054b50, 0x06064b50, 0x07064b50];
const [ENTRY_LENGTH, LOCAL_LENGTH, END_LENGTH, END64_LENGTH, LOCATOR64_LENGTH] = [46, 30, 22, 56, 20];
const LONGEST_COMMENT = 0xffff;
const MOST_ENTRIES = 100_000;
const ENCRYPTED = 1;

interface Directory {
  count: number;
  size: number;
  offset: number;
}

/**
 * The records of a ZIP archive, with or without ZIP64 fields, by the central directory at its end. Strict: what lies
 * outside the file, twice in it or across another record is refused.
 * @throws AppError
 */
export function readDirectory(view: DataView): ZipEntry[] {
  const { count, size, offset } = findDirectory(view);
  if (count > MOST_ENTRIES) refuseTooLarge(`it has more than ${MOST_ENTRIES} records`);
  if (offset + size > view.byteLength) refuseDamaged("its directory lies beyond its end");
  const entries: ZipEntry[] = [];
  let at = offset;
  for (let i = 0; i < count; i++) at = readEntry(view, at, offset + size, entries);
  if (at !== offset + size) refuseDamaged("its directory does not have the size it claims");
  if (new Set(entries.map(({ name }) => name)).size < count) refuseDamaged("it has two records of one name");
  return setEnds(entries, offset);
}

function findDirectory(view: DataView): Directory {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) !== END || view.getUint16(at + 20, true) !== last - at) continue;
    return findDirectory64(view, at) ?? readEnd(view, at);
  }
  return refuseDamaged("its end is missing, as when a download breaks off");
}

function readEnd(view: DataView, at: number): Directory {
  return {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
}

/** The ZIP64 record that a locator before the end points to. PyTorch always writes one. */
function findDirectory64(view: DataView, end: number): Directory | null {
  const locator = end - LOCATOR64_LENGTH;
  if (locator < 0 || view.getUint32(locator, true) !== LOCATOR64) return null;
  const at = readLength(view, locator + 8);
  if (at + END64_LENGTH > locator || view.getUint32(at, true) !== END64)
    refuseDamaged("its ZIP64 directory is not where it should be");
  return {
    count: readLength(view, at + 32),
    size: readLength(view, at + 40),
    offset: readLength(view, at + 48),
  };
}

/** Eight bytes that count something in the file. */
function readLength(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(view.byteLength)) refuseDamaged("its directory speaks of more than the file holds");
  return Number(value);
}

/** Adds the entry at `at` and returns where the next begins. */
function readEntry(view: DataView, at: number, end: number, entries: ZipEntry[]): number {
  if (at + ENTRY_LENGTH > end || view.getUint32(at, true) !== ENTRY)
    refuseDamaged("its directory is broken off");
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
    view.getUint16(at + field, true),
  );
  const extraAt = at + ENTRY_LENGTH + nameLength;
  const next = extraAt + extraLength + commentLength;
  if (next > end) refuseDamaged("its directory is broken off");
  const nameBytes = new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_LENGTH, nameLength);
  const name = new TextDecoder().decode(nameBytes);
  if (view.getUint16(at + 8, true) & ENCRYPTED) refuseDamaged(`${quote(name)} is encrypted`);
  const [size, packedSize, start] = readSizes(view, at, extraAt, extraAt + extraLength);
  entries.push({ name, method: view.getUint16(at + 10, true), size, packedSize, start, end: 0 });
  return next;
}

/** Size, packed size and start: four bytes each, or eight in the ZIP64 field for those that are all ones. */
function readSizes(view: DataView, at: number, extraAt: number, extraEnd: number): number[] {
  let wide = findField64(view, extraAt, extraEnd);
  return [24, 20, 42].map((field) => {
    const value = view.getUint32(at + field, true);
    if (value !== 0xffffffff) return value;
    if (wide === null || wide + 8 > extraEnd) refuseDamaged("its directory lacks a ZIP64 size");
    wide += 8;
    return readLength(view, wide - 8);
  });
}

function findField64(view: DataView, from: number, end: number): number | null {
  for (let at = from; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) === 1) return at + 4;
  }
  return null;
}

/** Each record ends before the next one starts. */
function setEnds(entries: ZipEntry[], directory: number): ZipEntry[] {
  const inOrder = [...entries].sort((a, b) => a.start - b.start);
  inOrder.forEach((entry, i) => {
    entry.end = inOrder[i + 1]?.start ?? directory;
    if (entry.start + LOCAL_LENGTH + entry.packedSize > entry.end)
      refuseDamaged(`${quote(entry.name)} runs into what follows it`);
  });
  return entries;
}
