import { sniffImage } from "./sniff-image.ts";

export interface PictureSize {
  width: number;
  height: number;
}

/**
 * Size of a picture in its upright position, from its first bytes: no pixel is decoded.
 * "more" when the header goes on beyond the given bytes; null when it takes a decoder to tell (TIFF, WebP with EXIF,
 * anything damaged). After PNG (ISO 15948), JPEG (T.81 and Exif 2.3), GIF89a and the WebP container.
 */
export function readPictureSize(bytes: Uint8Array): PictureSize | "more" | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = sniffImage(bytes);
  if (bytes.length < 32) return type === null ? null : "more";
  if (type === "png") return { width: view.getUint32(16), height: view.getUint32(20) };
  if (type === "gif") return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (type === "webp") return webpSize(view);
  if (type === "jpeg") return jpegSize(view);
  return null;
}

const EXIF_FLAG = 0x08;

function webpSize(view: DataView): PictureSize | null {
  const chunk = String.fromCharCode(...[12, 13, 14, 15].map((i) => view.getUint8(i)));
  if (chunk === "VP8 ") {
    if (view.getUint16(23, true) !== 0x019d) return null;
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  if (chunk === "VP8L") {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (chunk !== "VP8X" || view.getUint8(20) & EXIF_FLAG) return null;
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  return { width: 1 + uint24(24), height: 1 + uint24(27) };
}

const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpegSize(view: DataView): PictureSize | "more" | null {
  let orientation = 1;
  let at = 2;
  while (at + 10 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (isFrame(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return orientation >= 5 ? { width: height, height: width } : { width, height };
    }
    if (marker === 0xd9 || marker === 0xda) return null;
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    if (marker === 0xe1) orientation = exifOrientation(view, at + 4, length - 2) ?? orientation;
    at += 2 + length;
  }
  return "more";
}

const ORIENTATION_TAG = 0x0112;

/** 1..8 of an Exif segment; null when it says nothing usable. */
function exifOrientation(view: DataView, start: number, length: number): number | null {
  const end = Math.min(start + length, view.byteLength);
  if (start + 14 > end || view.getUint32(start) !== 0x45786966 || view.getUint16(start + 4) !== 0)
    return null;
  const tiff = start + 6;
  const order = view.getUint16(tiff);
  if (order !== 0x4949 && order !== 0x4d4d) return null;
  const little = order === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  if (directory + 2 > end) return null;
  const count = view.getUint16(directory, little);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + 12 * i;
    if (entry + 12 > end) return null;
    if (view.getUint16(entry, little) !== ORIENTATION_TAG) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}
