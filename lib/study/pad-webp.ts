import { createRandom } from "#lib/tensor/random.ts";

/** FourCC of our filler: readers must ignore chunks they do not know (WebP container specification, RIFF chunks). */
const FILLER = "PADD";
const HEADER_BYTES = 12;
const EXTENDED_CHUNK_BYTES = 18;
/** A chunk's FourCC and length. */
const CHUNK_BYTES = 8;

/** Bytes the padded file has at least, for a simple WebP of `byteLength` bytes. */
export function smallestPaddedSize(byteLength: number): number {
  return byteLength + EXTENDED_CHUNK_BYTES + CHUNK_BYTES;
}

/**
 * The same picture in exactly `size` bytes: the simple file becomes an extended one (VP8X) with a filler chunk.
 * The filler is noise, so that a proxy that compresses cannot bring the differences back.
 *
 * @param webp a simple lossy WebP file (one VP8 chunk, no metadata) of `width` x `height` pixels.
 * @param size even, at least `smallestPaddedSize(webp.length)`.
 */
export function padWebp(webp: Uint8Array, width: number, height: number, size: number): Uint8Array {
  if (ascii(webp, 0) !== "RIFF" || ascii(webp, 8) !== "WEBP" || ascii(webp, 12) !== "VP8 ")
    throw new RangeError("Not a simple lossy WebP file");
  const filler = size - smallestPaddedSize(webp.length);
  if (filler < 0 || size % 2 !== 0) throw new RangeError(`Cannot pad ${webp.length} bytes to ${size}`);

  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  writeAscii(out, 0, "RIFF");
  view.setUint32(4, size - 8, true);
  writeAscii(out, 8, "WEBP");
  writeAscii(out, 12, "VP8X");
  view.setUint32(16, EXTENDED_CHUNK_BYTES - CHUNK_BYTES, true);
  writeUint24(out, 24, width - 1);
  writeUint24(out, 27, height - 1);
  out.set(webp.subarray(HEADER_BYTES), HEADER_BYTES + EXTENDED_CHUNK_BYTES);
  const at = EXTENDED_CHUNK_BYTES + webp.length;
  writeAscii(out, at, FILLER);
  view.setUint32(at + 4, filler, true);
  const random = createRandom(webp.length);
  for (let i = at + CHUNK_BYTES; i < size; i++) out[i] = random.integer(256);
  return out;
}

function ascii(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function writeAscii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function writeUint24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value & 0xff;
  bytes[at + 1] = (value >> 8) & 0xff;
  bytes[at + 2] = (value >> 16) & 0xff;
}
