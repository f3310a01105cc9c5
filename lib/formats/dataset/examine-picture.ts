import { AppError } from "#lib/errors.ts";
import { DECODE_NOTES, decodeImage } from "#lib/imaging/decode-image.ts";
import { type PictureSize, readPictureSize } from "#lib/imaging/image-header.ts";
import { inspectImage } from "#lib/imaging/inspect-image.ts";
import { DEFAULT_MAX_PIXELS } from "#lib/imaging/picture-bounds.ts";
import { sniffImage } from "#lib/imaging/sniff-image.ts";

export interface ExaminedPicture {
  /** Upright. */
  size: PictureSize;
  /** What an import changes or leaves out of the file, each reason once. */
  notes: { reason: string; message: string }[];
}

/** Smaller pictures show nothing a person or model can look at. */
const LEAST_SIDE = 8;

const ENDINGS = { jpeg: /\.jpe?g$/i, png: /\.png$/i, webp: /\.webp$/i, gif: /\.gif$/i, tiff: /\.tiff?$/i };

/**
 * Decodes every pixel of a picture file and tells what is unusual about it.
 * @throws AppError as decodeImage, and `bad-dimensions`, `too-many-pixels` by the header alone
 */
export async function examinePicture(bytes: Uint8Array, path: string): Promise<ExaminedPicture> {
  const header = readPictureSize(bytes);
  if (header !== null && header !== "more") checkHeader(header);
  const { width, height, notes } = await decodeImage(bytes);
  const reasonOf = (text: string) =>
    Object.entries(DECODE_NOTES).find(([, note]) => note === text)?.[0] ?? "converted";
  const found = [...notes.map((message) => ({ reason: reasonOf(message), message })), ...inspectImage(bytes)];
  const type = sniffImage(bytes);
  if (type && /\.\w+$/.test(path) && !ENDINGS[type].test(path)) {
    found.push({
      reason: "extension-mismatch",
      message: `its name says otherwise, but it is a ${type.toUpperCase()} picture`,
    });
  }
  if (Math.min(width, height) < LEAST_SIDE) {
    found.push({ reason: "too-small", message: `it is only ${width} x ${height} pixels` });
  }
  const once = new Map(found.map((note) => [note.reason, note]));
  return { size: { width, height }, notes: [...once.values()] };
}

function checkHeader({ width, height }: PictureSize): void {
  if (width === 0 || height === 0) {
    throw new AppError("invalid", "The picture says that it has no pixels: export it again.", {
      reason: "bad-dimensions",
    });
  }
  if (width * height > DEFAULT_MAX_PIXELS) {
    const message = `The picture has more than ${DEFAULT_MAX_PIXELS / 1e6} megapixels: make it smaller.`;
    throw new AppError("too_large", message, { reason: "too-many-pixels" });
  }
}
