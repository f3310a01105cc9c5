import { crc32, deflateSync } from "node:zlib";

/**
 * A lossless PNG of 8-bit samples, 1 (grey) or 3 (RGB) a pixel, row-major. The same samples give the same bytes.
 * After ISO 15948: no filter, one IDAT chunk.
 */
export function writePng(data: Uint8Array, width: number, height: number, channels: 1 | 3): Uint8Array {
  return pngOf(data, { width, height, channels, colourType: channels === 1 ? 0 : 2 });
}

/** A PNG whose samples are numbers of colours in a palette. @param palette red, green and blue of each, at most 256 */
export function writePalettePng(
  data: Uint8Array,
  width: number,
  height: number,
  palette: Uint8Array,
): Uint8Array {
  return pngOf(data, { width, height, channels: 1, colourType: 3 }, palette);
}

interface Header {
  width: number;
  height: number;
  channels: number;
  /** 0 grey, 2 RGB, 3 palette. */
  colourType: 0 | 2 | 3;
}

function pngOf(
  data: Uint8Array,
  { width, height, channels, colourType }: Header,
  palette?: Uint8Array,
): Uint8Array {
  const rowBytes = width * channels;
  if (data.length !== rowBytes * height) throw new RangeError("the samples do not fill the picture");
  const rows = new Uint8Array((rowBytes + 1) * height);
  for (let y = 0; y < height; y++) {
    rows.set(data.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  header[9] = colourType;
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const pixels = deflateSync(rows, { level: 1 });
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", palette)] : []),
    chunk("IDAT", pixels),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
