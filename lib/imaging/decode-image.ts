import sharp, { type Metadata, type Sharp } from "sharp";
import { AppError } from "#lib/errors.ts";
import { DEFAULT_MAX_PIXELS, MAX_ASPECT } from "./picture-bounds.ts";
import type { RgbImage } from "./raster.ts";
import { sniffImage } from "./sniff-image.ts";

// It keeps what was decoded last, and nobody decodes a picture twice.
sharp.cache(false);

export interface DecodeOptions {
  /** Refuse pictures with more pixels than this, judged by the header before any pixel is decoded. */
  maxPixels?: number;
}

export interface DecodedImage extends RgbImage {
  /** What was changed on the way to 8-bit RGB, in words for the picture's owner. */
  notes: string[];
}

/**
 * Decodes JPEG, PNG, WebP, GIF or TIFF to upright 8-bit sRGB. EXIF orientation is applied; of an animation the first
 * frame is taken; transparency is laid on white; 16-bit is reduced to 8; palettes, grey and CMYK become RGB (by their
 * embedded colour profile where there is one).
 * @throws AppError `invalid` for what is no such picture or is damaged, `too_large` above the pixel bound;
 * `details.reason` is one of empty, unsupported, damaged, strip, too-many-pixels
 */
export async function decodeImage(
  bytes: Uint8Array,
  { maxPixels = DEFAULT_MAX_PIXELS }: DecodeOptions = {},
): Promise<DecodedImage> {
  if (bytes.length === 0) throw refuse("empty", "The file is empty: copy it again.");
  if (!sniffImage(bytes)) {
    throw refuse(
      "unsupported",
      "This is not a JPEG, PNG, WebP, GIF or TIFF picture: convert it to one of these.",
    );
  }
  const picture = sharp(bytes, { failOn: "error", limitInputPixels: maxPixels, pages: 1 });
  const header = await picture.metadata().catch((cause: Error) => {
    throw /pixel limit/i.test(cause.message) ? tooManyPixels(maxPixels, cause) : damaged(cause);
  });
  checkSize(header, maxPixels);
  const { data, info } = await toRgb(picture).catch((cause) => {
    throw damaged(cause);
  });
  if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`);
  return {
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    width: info.width,
    height: info.height,
    notes: notesOn(header),
  };
}

function toRgb(picture: Sharp) {
  return picture
    .autoOrient()
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
}

function checkSize({ width, height }: Metadata, maxPixels: number): void {
  if (width * height > maxPixels) throw tooManyPixels(maxPixels);
  if (Math.max(width, height) > MAX_ASPECT * Math.min(width, height)) {
    throw refuse("strip", `The picture is ${width} x ${height} pixels, a strip: crop it or leave it out.`);
  }
}

/** What decoding may change, by a short name for programs. */
export const DECODE_NOTES = {
  "first-frame-only": "only the first frame is used",
  "alpha-flattened": "transparent parts are shown on white",
  "bit-depth-reduced": "reduced to 8 bits per channel",
  "colour-converted": "converted from CMYK to sRGB",
} as const;

function notesOn({ pages, hasAlpha, depth, space }: Metadata): string[] {
  const notes: string[] = [];
  if (pages && pages > 1) notes.push(DECODE_NOTES["first-frame-only"]);
  if (hasAlpha) notes.push(DECODE_NOTES["alpha-flattened"]);
  if (depth === "ushort" || depth === "float") notes.push(DECODE_NOTES["bit-depth-reduced"]);
  if (space === "cmyk") notes.push(DECODE_NOTES["colour-converted"]);
  return notes;
}

function refuse(reason: string, message: string, cause?: unknown): AppError {
  return new AppError("invalid", message, { reason }, cause);
}

function damaged(cause: unknown): AppError {
  return refuse("damaged", "The picture is damaged or incomplete: export or copy it again.", cause);
}

function tooManyPixels(maxPixels: number, cause?: unknown): AppError {
  const limit = `${Math.floor(maxPixels / 1e6)} megapixels`;
  return new AppError(
    "too_large",
    `The picture has more than ${limit}: make it smaller.`,
    { reason: "too-many-pixels" },
    cause,
  );
}
