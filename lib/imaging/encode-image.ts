import sharp from "sharp";
import type { RgbImage } from "./raster.ts";

/** Largest side of a picture sent to a browser, pixels: sharp at twice the density of a 800 px wide figure. */
const DISPLAY_SIDE = 1600;
/** Largest side of a picture in a grid, pixels. */
const THUMB_SIDE = 160;

export interface BrowserImages {
  /** WebP, at most 1600 px on its longer side. */
  display: Uint8Array;
  /** WebP, at most 160 px on its longer side. */
  thumb: Uint8Array;
}

/** Fresh encodings of the pixels alone: no metadata, profile or trailing bytes of the original survive. */
export async function encodeForBrowser(image: RgbImage): Promise<BrowserImages> {
  const [display, thumb] = await Promise.all([
    encodeWebp(image, { maxSide: DISPLAY_SIDE, quality: 86 }),
    encodeWebp(image, { maxSide: THUMB_SIDE, quality: 75 }),
  ]);
  return { display, thumb };
}

export interface WebpOptions {
  /** Shrink to fit this side; never enlarged. */
  maxSide?: number;
  /** 1..100 */
  quality: number;
}

/** Lossy WebP. Deterministic for one version of libwebp. */
export async function encodeWebp(
  { data, width, height }: RgbImage,
  { maxSide, quality }: WebpOptions,
): Promise<Uint8Array> {
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  if (maxSide) picture.resize({ width: maxSide, height: maxSide, fit: "inside", withoutEnlargement: true });
  return picture.webp({ quality, effort: 1 }).toBuffer();
}

/** Lossless PNG, for pictures whose pixels will be measured. */
export async function encodePng({ data, width, height }: RgbImage): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}
