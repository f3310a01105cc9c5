import { Fault } from "../fault.ts";
import { type FileSource, readSlice } from "../sources/file-source.ts";
import { crc32c } from "./crc32c.ts";

/** A record is one example: a picture with its maps. */
const MAX_RECORD = 100_000_000;
/** Length and its checksum. */
const HEADER = 12;
const FOOTER = 4;

export interface TfRecord {
  /** Place of its bytes in the file. */
  start: number;
  bytes: Uint8Array;
}

/**
 * The records of a TFRecord file, one in memory at a time: 8 bytes length, its masked CRC-32C, the bytes, their masked
 * CRC-32C, all little-endian. A length is believed only once its checksum is right and the file is long enough.
 * @throws Fault `crc-mismatch`, `truncated-file`, `too-many-bytes`
 */
export async function* readTfRecords(
  source: FileSource,
  path: string,
  byteSize: number,
): AsyncGenerator<TfRecord> {
  for (let at = 0; at < byteSize; ) {
    if (at + HEADER > byteSize) throw truncated(at);
    const header = await readSlice(source, path, at, at + HEADER);
    const view = viewOf(header);
    if (mask(crc32c(header.subarray(0, 8))) !== view.getUint32(8, true)) {
      throw new Fault(
        "crc-mismatch",
        `The length of the record at byte ${at} is damaged: copy the file again.`,
      );
    }
    const length = view.getBigUint64(0, true);
    if (length > BigInt(MAX_RECORD)) {
      throw new Fault("too-many-bytes", `The record at byte ${at} has more than ${MAX_RECORD / 1e6} MB.`);
    }
    const start = at + HEADER;
    const end = start + Number(length);
    if (end + FOOTER > byteSize) throw truncated(at);
    const content = await readSlice(source, path, start, end + FOOTER);
    const bytes = content.subarray(0, Number(length));
    if (mask(crc32c(bytes)) !== viewOf(content).getUint32(Number(length), true)) {
      throw new Fault("crc-mismatch", `The record at byte ${at} is damaged: copy the file again.`);
    }
    yield { start, bytes };
    at = end + FOOTER;
  }
}

/** A checksum of bytes that hold checksums says little; so they are stored turned and shifted. */
function mask(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function truncated(at: number): Fault {
  return new Fault("truncated-file", `The file ends within the record at byte ${at}: copy it again.`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
