import { crc32 } from "node:zlib";

/** One file of an archive. */
export interface ZipFile {
  /** "/" between the parts. */
  path: string;
  bytes: Uint8Array;
}

const MAX_FILES = 0xffff;
const MAX_BYTES = 0xffff_ffff;
/** Of the specification that is needed to read it: 2.0. */
const VERSION = 20;
const UTF_8_NAMES = 0x0800;
/** 1980-01-01, the first day a ZIP can name: the same files give the same archive. */
const DATE = 0x21;

/**
 * A ZIP archive (APPNOTE 6.3, without ZIP64) as it comes to be: each file whole and as it is, since maps hardly shrink. Holds one file
 * at a time. @throws RangeError beyond 65,535 files or 4 GB
 */
export async function* writeZip(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array> {
  const directory: Uint8Array[] = [];
  let at = 0;
  for await (const { path, bytes } of files) {
    const name = new TextEncoder().encode(path);
    const start = at;
    at += 30 + name.length + bytes.length;
    if (directory.length === MAX_FILES || at > MAX_BYTES) throw new RangeError("too much for a ZIP archive");
    const about = commonHeader(name, bytes);
    yield localHeader(about, name);
    yield bytes;
    directory.push(directoryEntry(about, name, start));
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  yield* directory;
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, directory.length, true);
  end.setUint16(10, directory.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  yield new Uint8Array(end.buffer);
}

/** What both the local header and the directory say of a file, from "general purpose bit flag" to "extra field length": 24 bytes. */
function commonHeader(name: Uint8Array, bytes: Uint8Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint16(0, UTF_8_NAMES, true);
  view.setUint16(6, DATE, true);
  view.setUint32(8, crc32(bytes), true);
  view.setUint32(12, bytes.length, true);
  view.setUint32(16, bytes.length, true);
  view.setUint16(20, name.length, true);
  return new Uint8Array(view.buffer);
}

function localHeader(about: Uint8Array, name: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(30 + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(4, VERSION, true);
  bytes.set(about, 6);
  bytes.set(name, 30);
  return bytes;
}

function directoryEntry(about: Uint8Array, name: Uint8Array, start: number): Uint8Array {
  const bytes = new Uint8Array(46 + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, VERSION, true);
  bytes.set(about, 8);
  view.setUint32(42, start, true);
  bytes.set(name, 46);
  return bytes;
}
