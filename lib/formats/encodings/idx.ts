import { Fault } from "../fault.ts";

/** What an idx file announces: unsigned bytes in one to four dimensions. */
export interface IdxHeader {
  /** Sizes, the first is the number of items. */
  shape: number[];
  /** Where the numbers begin. */
  offset: number;
  /** Bytes of one item. */
  itemBytes: number;
}

const UNSIGNED_BYTE = 0x08;
/** Magic number and up to four sizes. */
export const IDX_HEADER_BYTES = 20;

/**
 * Reads the header of an idx file, as MNIST is given in: two zero bytes, a type, a number of dimensions, then 32-bit sizes,
 * the most significant byte first; then the numbers. Nothing is allocated by what it announces.
 * @param byteSize length of the whole file, which the header must explain exactly
 * @throws Fault `wrong-magic`, `truncated-file`, `trailing-data`
 */
export function readIdxHeader(head: Uint8Array, byteSize: number): IdxHeader {
  const [zero, zero2, type, dimensions] = head;
  if (zero !== 0 || zero2 !== 0 || type !== UNSIGNED_BYTE || !(dimensions >= 1 && dimensions <= 4)) {
    throw new Fault("wrong-magic", "It does not begin as an idx file of unsigned bytes does.");
  }
  const offset = 4 + 4 * dimensions;
  if (head.length < offset) throw new Fault("truncated-file", "Its header is cut off.");
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const itemBytes = shape.slice(1).reduce((product, size) => product * size, 1);
  const announced = offset + shape[0] * itemBytes;
  if (announced > byteSize) {
    throw new Fault("truncated-file", `It announces ${announced} bytes but has ${byteSize}: copy it again.`);
  }
  if (announced < byteSize) {
    throw new Fault(
      "trailing-data",
      `It has ${byteSize - announced} bytes more than it announces: copy it again.`,
    );
  }
  return { shape, offset, itemBytes };
}
