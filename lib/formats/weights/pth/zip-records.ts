import { inflateRawSync } from "node:zlib";
import { quote, refuseDamaged, refuseTooLarge } from "../pickle/refusal.ts";
import { readDirectory, type ZipEntry } from "./zip-directory.ts";

const LOCAL_HEADER = 0x04034b50;
const LOCAL_LENGTH = 30;
const [STORED, DEFLATED] = [0, 8];

/** Records of a ZIP archive in memory, by name. PyTorch stores them as they are; a deflated one is inflated when read. */
export class ZipRecords {
  private readonly file: Uint8Array;
  private readonly view: DataView;
  private readonly entries: ReadonlyMap<string, ZipEntry>;
  /** Bytes that may still be inflated. */
  private allowance: number;

  /**
   * @param allowance bytes that deflated records may become, together.
   * @throws AppError `invalid` where the archive is damaged, or ambiguous (a name twice, records that overlap).
   */
  constructor(file: Uint8Array, allowance: number) {
    this.file = file;
    this.view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    this.allowance = allowance;
    this.entries = new Map(readDirectory(this.view).map((entry) => [entry.name, entry]));
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The bytes of a record: a view into the file where it is stored. The checksum is not compared, as PyTorch does not. */
  read(name: string): Uint8Array {
    const entry = this.entries.get(name);
    if (!entry) refuseDamaged(`it lacks ${quote(name)}`);
    const bytes = this.content(entry);
    if (entry.method === STORED) {
      if (entry.size !== entry.packedSize) refuseDamaged(`the sizes of ${quote(name)} do not agree`);
      return bytes;
    }
    if (entry.method !== DEFLATED) refuseDamaged(`${quote(name)} is packed in a way that is not known`);
    return this.inflate(entry, bytes);
  }

  private content({ name, start, end, packedSize }: ZipEntry): Uint8Array {
    const { view } = this;
    if (view.getUint32(start, true) !== LOCAL_HEADER)
      refuseDamaged(`${quote(name)} does not begin where it should`);
    const nameEnd = start + LOCAL_LENGTH + view.getUint16(start + 26, true);
    const from = nameEnd + view.getUint16(start + 28, true);
    if (from + packedSize > end) refuseDamaged(`${quote(name)} runs into what follows it`);
    if (new TextDecoder().decode(this.file.subarray(start + LOCAL_LENGTH, nameEnd)) !== name)
      refuseDamaged(`${quote(name)} has another name where it lies`);
    return this.file.subarray(from, from + packedSize);
  }

  private inflate({ name, size }: ZipEntry, packed: Uint8Array): Uint8Array {
    this.allowance -= size;
    if (this.allowance < 0) refuseTooLarge("unpacked it would be out of proportion to its size");
    let bytes: Uint8Array;
    try {
      bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
    } catch {
      return refuseDamaged(`${quote(name)} cannot be unpacked`);
    }
    if (bytes.length !== size) refuseDamaged(`${quote(name)} does not have the size it claims`);
    return bytes;
  }
}
