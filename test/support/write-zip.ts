import { deflateRawSync } from "node:zlib";

export interface ZipRecord {
  name: string;
  data: Uint8Array;
  deflate?: boolean;
  /** What the directory says instead of the truth. */
  claim?: { size?: number; packedSize?: number; start?: number; method?: number; flags?: number };
  /** Sizes and start in a ZIP64 field of the directory, as for a record beyond 4 GB; "missing" leaves the field out. */
  wide?: boolean | "missing";
  /** The name where the record lies, if another. */
  localName?: string;
}

/** A ZIP archive, as torch.save lays it out where nothing else is asked for; able to lie. */
export function writeZip(
  records: ZipRecord[],
  { zip64 = false, count = records.length, comment = "" } = {},
): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let start = 0;
  for (const { name, data, deflate = false, claim = {}, wide = false, localName = name } of records) {
    const packed = deflate ? deflateRawSync(data) : Buffer.from(data);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(localName), 26);
    const body = Buffer.concat([local, Buffer.from(localName), packed]);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(claim.flags ?? 0, 8);
    entry.writeUInt16LE(claim.method ?? (deflate ? 8 : 0), 10);
    entry.writeUInt32LE(claim.packedSize ?? packed.length, 20);
    entry.writeUInt32LE(claim.size ?? data.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(claim.start ?? start, 42);
    const extra = wide ? widen(entry) : Buffer.alloc(0);
    if (wide === true) entry.writeUInt16LE(extra.length, 30);
    bodies.push(body);
    directory.push(entry, Buffer.from(name), wide === true ? extra : Buffer.alloc(0));
    start += body.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([
    ...bodies,
    ...directory,
    ...endOf(start, size, count, zip64),
    commented(comment, start, size, count),
  ]);
}

/** Moves the sizes and the start of an entry into a field of eight bytes each, after a field of another kind. */
function widen(entry: Buffer): Buffer {
  const extra = Buffer.alloc(6 + 4 + 24);
  extra.writeUInt16LE(0x5455, 0);
  extra.writeUInt16LE(2, 2);
  extra.writeUInt16LE(1, 6);
  extra.writeUInt16LE(24, 8);
  for (const [i, field] of [24, 20, 42].entries()) {
    extra.writeBigUInt64LE(BigInt(entry.readUInt32LE(field)), 10 + 8 * i);
    entry.writeUInt32LE(0xffffffff, field);
  }
  return extra;
}

function endOf(start: number, size: number, count: number, zip64: boolean): Buffer[] {
  if (!zip64) return [];
  const end = Buffer.alloc(56);
  end.writeUInt32LE(0x06064b50, 0);
  for (const [field, value] of [
    [24, count],
    [32, count],
    [40, size],
    [48, start],
  ])
    end.writeBigUInt64LE(BigInt(value), field);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(start + size), 8);
  return [end, locator];
}

function commented(comment: string, start: number, size: number, count: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(start, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, Buffer.from(comment)]);
}

/** A checkpoint archive: data.pkl and its storages. */
export function writeCheckpoint(pickle: Uint8Array, storages: Record<string, Uint8Array> = {}): Buffer {
  return writeZip([
    { name: "archive/data.pkl", data: pickle },
    ...Object.entries(storages).map(([key, data]) => ({ name: `archive/data/${key}`, data })),
  ]);
}
