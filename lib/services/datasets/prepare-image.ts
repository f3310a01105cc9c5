import { createHash } from "node:crypto";
import { AppError } from "#lib/errors.ts";
import { annotationProblem } from "#lib/formats/dataset/annotation-problem.ts";
import type { DescribedRecord, Problem } from "#lib/formats/dataset/dataset-record.ts";
import { fitAnnotations } from "#lib/formats/dataset/fit-annotations.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { type DecodedImage, decodeImage } from "#lib/imaging/decode-image.ts";
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

/** A picture that may enter the data set, as pixels. */
export interface ExaminedImage extends ReadImage {
  type: ImageType;
  width: number;
  height: number;
  decoded: DecodedImage;
  /** Unsigned. */
  perceptualHash: bigint;
  /** What was changed on the way. */
  notes: Problem[];
}

/** An image that may enter the data set. */
export interface PreparedImage extends Omit<ExaminedImage, "decoded"> {
  browser: BrowserImages;
}

/** The largest picture file taken. */
export const MAX_FILE_BYTES = 100_000_000;

export async function readImage(source: FileSource, record: DescribedRecord): Promise<ReadImage> {
  const bytes = await source.read(record.file, MAX_FILE_BYTES);
  return { record, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/**
 * Decodes the picture and checks what its record says about it. Where the record does not say the picture's size, its
 * regions are brought inside the picture now, as a reader does where it does.
 * @throws AppError with `details.reason` when the picture or its record cannot be taken
 */
export async function examineImage(image: ReadImage): Promise<ExaminedImage> {
  const decoded = await decodeImage(image.bytes);
  const { width, height } = decoded;
  const { size } = image.record;
  if (size && (size.width !== width || size.height !== height)) {
    const message = `It is ${width} x ${height} pixels but is described as ${size.width} x ${size.height}.`;
    throw new AppError("invalid", message, { reason: "size-differs" });
  }
  const { record, problems, refusal } = fitAnnotations({ ...image.record, size: { width, height } });
  if (refusal) throw new AppError("invalid", refusal.message, { reason: refusal.reason });
  for (const [index, region] of record.regions.entries()) {
    const problem = annotationProblem(region, decoded);
    if (problem) throw new AppError("invalid", `Region ${index + 1}: ${problem}.`, { reason: "bad-region" });
  }
  const type = sniffImage(image.bytes);
  if (!type) throw new Error("a decoded picture has a type");
  const { file, line } = record;
  const conversions = decoded.notes.map(
    (note): Problem => ({ file, line, reason: "converted", message: `On import: ${note}.` }),
  );
  return {
    ...image,
    record,
    type,
    width,
    height,
    decoded,
    perceptualHash: differenceHash(decoded),
    notes: [...(size ? [] : problems), ...conversions],
  };
}

/** Encodes an examined picture afresh for browsers; its pixels are let go. */
export async function prepareImage({ decoded, ...image }: ExaminedImage): Promise<PreparedImage> {
  return { ...image, browser: await encodeForBrowser(decoded) };
}

/**
 * An error a picture's owner can act on, as a line of the report. Anything else is thrown on: also that the import was
 * stopped, or that its whole source is away, which ends it and lets it go on later.
 */
export function toProblem({ file, line }: DescribedRecord, error: unknown): Problem {
  if (!(error instanceof AppError) || error.code === "cancelled" || error.code === "unavailable") throw error;
  return { file, line, reason: String(error.details.reason ?? error.code), message: error.message };
}
