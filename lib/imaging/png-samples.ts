import { inflateSync } from "node:zlib";

/** The stored numbers of a PNG of one channel: palette indices or grey levels, not colours. Row-major. */
export interface PngSamples {
  data: Uint8Array;
  width: number;
  height: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GREY = 0;
const PALETTE = 3;

/**
 * Reads the numbers a PNG stores, one a pixel, of up to 8 bits: what label pictures mean, which a decoder to colours
 * loses. Null for a PNG with several channels, 16 bits or interlacing. After ISO 15948.
 * @throws RangeError when it is damaged, no PNG, or has more pixels than `maxPixels`
 */
export function readPngSamples(bytes: Uint8Array, maxPixels: number): PngSamples | null {
  if (!SIGNATURE.every((value, i) => bytes[i] === value)) throw new RangeError("no PNG signature");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) throw new RangeError("the header is cut off");
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [bits, colour, , , interlace] = bytes.subarray(24, 29);
  if (width === 0 || height === 0) throw new RangeError("a side is 0");
  if (width * height > maxPixels) throw new RangeError(`more than ${maxPixels} pixels`);
  if ((colour !== GREY && colour !== PALETTE) || bits > 8 || interlace !== 0) return null;
  const rowBytes = Math.ceil((width * bits) / 8);
  const raw = inflate(joinData(bytes, view), (rowBytes + 1) * height);
  return { data: unpack(unfilter(raw, rowBytes, height), rowBytes, width, height, bits), width, height };
}

function joinData(bytes: Uint8Array, view: DataView): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw new RangeError("a chunk is cut off");
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "IDAT") parts.push(bytes.subarray(at + 8, at + 8 + length));
    if (type === "IEND") break;
    at += 12 + length;
  }
  return Buffer.concat(parts);
}

function inflate(data: Uint8Array, expected: number): Uint8Array {
  let raw: Uint8Array;
  try {
    raw = inflateSync(data, { maxOutputLength: expected + 1 });
  } catch (cause) {
    throw new RangeError("the pixels are damaged", { cause });
  }
  if (raw.length < expected) throw new RangeError("pixels are missing");
  return raw;
}

/** Undoes the filter of each row; a pixel is at most a byte, so its left neighbour is the byte before. */
function unfilter(raw: Uint8Array, rowBytes: number, height: number): Uint8Array {
  const out = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (rowBytes + 1)];
    if (filter > 4) throw new RangeError("an unknown filter");
    const row = y * rowBytes;
    for (let x = 0; x < rowBytes; x++) {
      const left = x > 0 ? out[row + x - 1] : 0;
      const up = y > 0 ? out[row - rowBytes + x] : 0;
      const upLeft = x > 0 && y > 0 ? out[row - rowBytes + x - 1] : 0;
      out[row + x] = raw[y * (rowBytes + 1) + 1 + x] + predict(filter, left, up, upLeft);
    }
  }
  return out;
}

function predict(filter: number, left: number, up: number, upLeft: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const estimate = left + up - upLeft;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upLeft)];
  return a <= b && a <= c ? left : b <= c ? up : upLeft;
}

function unpack(rows: Uint8Array, rowBytes: number, width: number, height: number, bits: number): Uint8Array {
  if (bits === 8) return rows;
  const data = new Uint8Array(width * height);
  const mask = (1 << bits) - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      data[y * width + x] = (rows[y * rowBytes + (bit >> 3)] >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return data;
}
