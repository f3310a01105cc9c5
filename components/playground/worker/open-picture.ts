import { AppError } from "#lib/errors.ts";
import { readPictureSize } from "#lib/imaging/image-header.ts";
import { normalisePixels } from "#lib/imaging/model-input.ts";
import { DEFAULT_MAX_PIXELS, MAX_ASPECT } from "#lib/imaging/picture-bounds.ts";
import type { Raster } from "#lib/imaging/raster.ts";
import { resizeInStrips } from "#lib/imaging/resize-in-strips.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { nameFileType } from "./name-file-type.ts";

/** Longer side of the picture that is shown, in pixels. */
const PREVIEW_SIDE = 640;
/** Enough for the headers of most files, whose thumbnails come first. */
const HEAD_BYTES = 256 * 1024;

export interface OpenedPicture {
  width: number;
  height: number;
  /** Small, upright, on white: what is shown. */
  preview: Blob;
  /** The picture as this model sees it, one image; made once for each size of input. */
  inputOf(model: Pick<ModelView, "inputSize" | "normalisation">): Promise<ImageBatch>;
}

/**
 * Opens a picture as the server does: upright by its EXIF orientation, transparency on white, sRGB, our own resize.
 * @param firstSize side of the input that is wanted first
 * @throws AppError `invalid` for what is no picture or is damaged, `too_large` above the pixel bound
 */
export async function openPicture(file: Blob, firstSize: number): Promise<OpenedPicture> {
  const bitmap = await decode(file);
  const { width, height } = bitmap;
  const rasters = new Map<number, Raster<Float32Array>>();
  let preview: Blob;
  try {
    preview = await drawPreview(bitmap);
    rasters.set(firstSize, resizeBitmap(bitmap, firstSize));
  } finally {
    bitmap.close();
  }
  async function rasterOf(size: number): Promise<Raster<Float32Array>> {
    const known = rasters.get(size);
    if (known) return known;
    const again = await decode(file);
    const raster = resizeBitmap(again, size);
    again.close();
    rasters.set(size, raster);
    return raster;
  }
  return {
    width,
    height,
    preview,
    async inputOf({ inputSize, normalisation }) {
      const { data } = await rasterOf(inputSize);
      const out = new Float32Array(data.length);
      normalisePixels(data, normalisation.mean, normalisation.std, out);
      return { data: out, count: 1, height: inputSize, width: inputSize };
    },
  };
}

async function decode(file: Blob): Promise<ImageBitmap> {
  if (file.size === 0) throw new AppError("invalid", "The file is empty: copy it again.");
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const { name, kind } = nameFileType(head);
  if (kind === "other") {
    throw new AppError("invalid", `This file is ${name}: choose a photo (JPEG, PNG or WebP).`);
  }
  const size = readPictureSize(head);
  if (size && size !== "more") checkSize(size);
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch((cause) => {
    throw new AppError("invalid", adviceFor(kind, name), {}, cause);
  });
  try {
    checkSize(bitmap);
  } catch (error) {
    bitmap.close();
    throw error;
  }
  return bitmap;
}

function adviceFor(kind: "picture" | "heic" | "tiff", name: string): string {
  if (kind === "heic") {
    return "This is a HEIC photo, which this browser cannot read. Save it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible), or open this page in Safari.";
  }
  if (kind === "tiff")
    return "This is a TIFF picture, which this browser cannot read: save it as JPEG or PNG.";
  return `This is ${name}, but it is damaged or incomplete: export or copy it again.`;
}

function checkSize({ width, height }: { width: number; height: number }): void {
  if (width * height > DEFAULT_MAX_PIXELS) {
    const megapixels = Math.round((width * height) / 1e6);
    throw new AppError(
      "too_large",
      `The picture has ${megapixels} megapixels; up to ${DEFAULT_MAX_PIXELS / 1e6} can be opened. Make it smaller.`,
    );
  }
  if (Math.max(width, height) > MAX_ASPECT * Math.min(width, height)) {
    throw new AppError("invalid", `The picture is ${width} x ${height} pixels, a strip: crop it.`);
  }
}

function openCanvas(width: number, height: number) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new AppError("unavailable", "This browser gives no room to draw: close other tabs.");
  return { canvas, context };
}

/** Strips of the canvas: phones bound the size of one far below that of their own photos. */
function resizeBitmap(bitmap: ImageBitmap, size: number): Raster<Float32Array> {
  const { width, height } = bitmap;
  let context: OffscreenCanvasRenderingContext2D | null = null;
  const readRows = (from: number, count: number) => {
    context ??= openCanvas(width, count).context;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, count);
    context.drawImage(bitmap, 0, -from);
    return withoutAlpha(context.getImageData(0, 0, width, count).data);
  };
  return resizeInStrips({ width, height, readRows }, size, size);
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from];
    rgb[to++] = rgba[from + 1];
    rgb[to++] = rgba[from + 2];
  }
  return rgb;
}

async function drawPreview(bitmap: ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const { canvas, context } = openCanvas(width, height);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
}
