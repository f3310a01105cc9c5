import { sniffImage } from "./sniff-image.ts";

/** Something in a picture file beside its pixels, which do not survive an import. */
export interface ImageNote {
  reason: "metadata-stripped" | "trailing-data" | "bad-exif-orientation" | "first-frame-only";
  message: string;
}

const NOTES: Readonly<Record<ImageNote["reason"], string>> = {
  "metadata-stripped":
    "it holds more than pixels (place, camera, comments, a colour profile), which is left out",
  "trailing-data": "bytes follow the picture's end, which are left out",
  "bad-exif-orientation": "its EXIF orientation is none of 1 to 8 and is taken as upright",
  "first-frame-only": "only the first frame is used",
};

/**
 * What a JPEG, PNG or WebP file carries beside its pixels, by walking its segments; nothing is decoded. An EXIF segment
 * that tells the orientation and nothing else is not worth a note.
 */
export function inspectImage(bytes: Uint8Array): ImageNote[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const walk = { jpeg: walkJpeg, png: walkPng, webp: walkWebp }[sniffImage(bytes) as "jpeg" | "png" | "webp"];
  const found = new Set<ImageNote["reason"]>();
  walk?.(view, (reason) => found.add(reason));
  return [...found].map((reason) => ({ reason, message: NOTES[reason] }));
}

type Report = (reason: ImageNote["reason"]) => void;

function walkJpeg(view: DataView, report: Report): void {
  for (let at = 2; at + 4 <= view.byteLength; ) {
    const marker = view.getUint16(at);
    if (marker === 0xffd9) {
      if (at + 2 < view.byteLength) report("trailing-data");
      return;
    }
    // Stuffed bytes, restarts and fill between the scans.
    if (marker < 0xff01 || (marker >= 0xffd0 && marker <= 0xffd7) || marker === 0xffff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (marker === 0xffe1) readExif(view, at + 4, length - 2, report);
    else if (marker === 0xfffe || marker === 0xffe2 || marker === 0xffed) report("metadata-stripped");
    at += 2 + length;
  }
}

const EXIF = 0x45786966;
const ORIENTATION = 0x0112;

function readExif(view: DataView, start: number, length: number, report: Report): void {
  const end = Math.min(start + length, view.byteLength);
  if (start + 14 > end || view.getUint32(start) !== EXIF) {
    report("metadata-stripped");
    return;
  }
  const tiff = start + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  if (directory + 2 > end) return;
  const count = view.getUint16(directory, little);
  for (let i = 0; i < count && directory + 14 + 12 * i <= end; i++) {
    const entry = directory + 2 + 12 * i;
    const orientation = view.getUint16(entry + 8, little);
    if (view.getUint16(entry, little) !== ORIENTATION) report("metadata-stripped");
    else if (orientation < 1 || orientation > 8) report("bad-exif-orientation");
  }
}

const PNG_METADATA = new Set(["eXIf", "iCCP", "tEXt", "zTXt", "iTXt"]);

function walkPng(view: DataView, report: Report): void {
  for (let at = 8; at + 12 <= view.byteLength; ) {
    const type = fourLetters(view, at + 4);
    at += 12 + view.getUint32(at);
    if (PNG_METADATA.has(type)) report("metadata-stripped");
    if (type === "acTL") report("first-frame-only");
    if (type === "IEND") {
      if (at < view.byteLength) report("trailing-data");
      return;
    }
  }
}

function walkWebp(view: DataView, report: Report): void {
  const end = 8 + view.getUint32(4, true);
  if (end + (end % 2) < view.byteLength) report("trailing-data");
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const type = fourLetters(view, at);
    if (type === "EXIF" || type === "XMP " || type === "ICCP") report("metadata-stripped");
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
}

function fourLetters(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
