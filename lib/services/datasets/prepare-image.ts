import { createHash } from "node:crypto";
import { AppError } from "#lib/errors.ts";
import { annotationProblem } from "#lib/formats/dataset/annotation-problem.ts";
import type { DescribedRecord, Problem } from "#lib/formats/dataset/dataset-record.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { type BrowserImages, encodeForBrowser } from "#lib/imaging/encode-image.ts";
import { differenceHash } from "#lib/imaging/perceptual-hash.ts";
import { type ImageType, sniffImage } from "#lib/imaging/sniff-image.ts";

/** A record whose bytes have been read, not yet looked at. */
export interface ReadImage {
  record: DescribedRecord;
  bytes: Uint8Array;
  /** Of the bytes as they are in the source. */
  sha256: string;
}

/** An image that may enter the data set. */
export interface PreparedImage extends ReadImage {
  type: ImageType;
  width: number;
  height: number;
  /** Unsigned. */
  perceptualHash: bigint;
  browser: BrowserImages;
  notes: string[];
}

/** The largest picture file taken. */
export const MAX_FILE_BYTES = 100_000_000;

export async function readImage(source: FileSource, record: DescribedRecord): Promise<ReadImage> {
  const bytes = await source.read(record.file, MAX_FILE_BYTES);
  return { record, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/**
 * Decodes the picture, checks what its record says about it and encodes it afresh for browsers.
 * @throws AppError with `details.reason` when the picture or its record cannot be taken
 */
export async function prepareImage(image: ReadImage): Promise<PreparedImage> {
  const decoded = await decodeImage(image.bytes);
  const { width, height, notes } = decoded;
  const { size, regions } = image.record;
  if (size && (size.width !== width || size.height !== height)) {
    const message = `It is ${width} x ${height} pixels but is described as ${size.width} x ${size.height}.`;
    throw new AppError("invalid", message, { reason: "size-differs" });
  }
  for (const [index, region] of regions.entries()) {
    const problem = annotationProblem(region, decoded);
    if (problem) throw new AppError("invalid", `Region ${index + 1}: ${problem}.`, { reason: "bad-region" });
  }
  const type = sniffImage(image.bytes);
  if (!type) throw new Error("a decoded picture has a type");
  const perceptualHash = differenceHash(decoded);
  return { ...image, type, width, height, notes, perceptualHash, browser: await encodeForBrowser(decoded) };
}

/** An error a picture's owner can act on, as a line of the report; anything else is thrown on. */
export function toProblem({ file, line }: DescribedRecord, error: unknown): Problem {
  if (!(error instanceof AppError)) throw error;
  return { file, line, reason: String(error.details.reason ?? error.code), message: error.message };
}
