import { refuseDamaged, refuseTooLarge } from "./refusal.ts";

/** A line of the text opcodes is a number or a name; Python itself stops at 4300 digits. */
const LONGEST_LINE = 4300;

/** Reads forward through bytes and never beyond them. */
export class ByteReader {
  at: number;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  /** Moves on by `count` and says where it was. @throws AppError when fewer bytes are left. */
  private advance(count: number): number {
    if (count > this.bytes.length - this.at) refuseDamaged("it ends in the middle of a value");
    this.at += count;
    return this.at - count;
  }

  u8 = (): number => this.view.getUint8(this.advance(1));
  u16 = (): number => this.view.getUint16(this.advance(2), true);
  u32 = (): number => this.view.getUint32(this.advance(4), true);
  i32 = (): number => this.view.getInt32(this.advance(4), true);
  i64 = (): bigint => this.view.getBigInt64(this.advance(8), true);
  /** Protocol 2 writes doubles with the largest byte first. */
  f64 = (): number => this.view.getFloat64(this.advance(8), false);

  /** An unsigned length of eight bytes. */
  length64(): number {
    const length = this.view.getBigUint64(this.advance(8), true);
    if (length > BigInt(this.bytes.length)) refuseDamaged("a value is longer than the file");
    return Number(length);
  }

  /** A view, not a copy. */
  take(count: number): Uint8Array {
    const from = this.advance(count);
    return this.bytes.subarray(from, from + count);
  }

  utf8(count: number): string {
    try {
      return this.text.decode(this.take(count));
    } catch (error) {
      if (error instanceof TypeError) refuseDamaged("a text in it is not UTF-8");
      throw error;
    }
  }

  /** Latin-1 text up to the next line feed, which is left out. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) refuseDamaged("it ends in the middle of a line");
    if (end - this.at > LONGEST_LINE)
      refuseTooLarge(`a line in it is longer than ${LONGEST_LINE} characters`);
    const line = String.fromCharCode(...this.bytes.subarray(this.at, end));
    this.at = end + 1;
    return line;
  }
}
