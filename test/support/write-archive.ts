import { crc32, deflateRawSync } from "node:zlib";

export interface ArchiveFile {
  name: string;
  content?: string | Uint8Array;
  /** Left out: deflated. */
  isStored?: boolean;
  /** Sizes and places of the directory in zip64 fields. */
  isWide?: boolean;
}

/** A ZIP archive of these files as archivers write it. */
export function writeArchive(files: readonly ArchiveFile[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content = "", isStored = false, isWide = false } of files) {
    const bytes = Buffer.from(content);
    const packed = isStored ? bytes : deflateRawSync(bytes);
    const nameBytes = Buffer.from(name);
    const extra = isWide ? wideField(bytes.length, packed.length, offset) : Buffer.alloc(0);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(45, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(isStored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = [number32(0x04034b50), common, nameBytes, packed];
    const central = Buffer.from(common);
    central.writeUInt16LE(extra.length, 24);
    if (isWide) central.fill(0xff, 14, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(isWide ? 0xffffffff : offset, 10);
    directory.push(number32(0x02014b50), Buffer.from([45, 3]), central, tail, nameBytes, extra);
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function wideField(size: number, packed: number, offset: number): Buffer {
  const field = Buffer.alloc(28);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(24, 2);
  for (const [i, value] of [size, packed, offset].entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * i);
  return field;
}
