import { AppError } from "#lib/errors.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { type PictureSize, readPictureSize } from "#lib/imaging/image-header.ts";
import { DEFAULT_MAX_PIXELS } from "#lib/imaging/picture-bounds.ts";
import { type FileSource, readSlice } from "../sources/file-source.ts";
import type { DescribedReading, DescribedRecord, Problem } from "./dataset-record.ts";
import { type ExaminedPicture, examinePicture } from "./examine-picture.ts";
import { fitAnnotations } from "./fit-annotations.ts";
import { MAX_PICTURE_BYTES } from "./limits.ts";

/** Headers end within the first; a camera's preview and colour profile within the second. */
const BEGINNINGS = [65_536, 1_048_576];

/** Pictures looked at at once. */
const CONCURRENCY = 8;

/**
 * The upright size of a picture, from its header where that is enough.
 * @throws AppError with `details.reason` when it is no picture, is damaged or has too many pixels
 */
export async function measurePicture(source: FileSource, path: string): Promise<PictureSize> {
  for (const length of BEGINNINGS) {
    const bytes = await readSlice(source, path, 0, length);
    const size = readPictureSize(bytes);
    if (size !== "more" && size !== null && isPlausible(size)) return size;
    if (size === null || size !== "more" || bytes.length < length) break;
  }
  const { width, height } = await decodeImage(await source.read(path, MAX_PICTURE_BYTES));
  return { width, height };
}

/** Anything unusual is left to the decoder, which refuses it with its reason. */
function isPlausible({ width, height }: PictureSize): boolean {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return short > 0 && width * height <= DEFAULT_MAX_PIXELS && long <= 100 * short;
}

export interface MeasureOptions {
  /** Decode every pixel instead of looking at headers. */
  decode?: boolean;
  onProgress?: (done: number) => void;
}

/**
 * Looks at every picture of a reading: fills in its size, refuses what cannot be read or is not of the size described,
 * and fits its marks to it.
 */
export async function measurePictures(
  { records, refused, warnings, classes }: DescribedReading,
  source: FileSource,
  { decode = false, onProgress }: MeasureOptions = {},
): Promise<DescribedReading> {
  const outcomes = new Array<DescribedRecord | Problem>(records.length);
  const noted: Problem[][] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < records.length) {
      const index = next++;
      outcomes[index] = await measureRecord(records[index], source, decode, (problems) => {
        noted[index] = problems;
      });
      onProgress?.(++done);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return {
    records: outcomes.filter((outcome): outcome is DescribedRecord => "regions" in outcome),
    refused: [...refused, ...outcomes.filter((outcome): outcome is Problem => "reason" in outcome)],
    warnings: [...warnings, ...noted.flat()],
    classes,
  };
}

async function measureRecord(
  record: DescribedRecord,
  source: FileSource,
  decode: boolean,
  note: (problems: Problem[]) => void,
): Promise<DescribedRecord | Problem> {
  const { file, line, size: declared } = record;
  try {
    const { size, notes }: ExaminedPicture = decode
      ? await examinePicture(await source.read(file, MAX_PICTURE_BYTES), file)
      : { size: await measurePicture(source, file), notes: [] };
    if (declared && (declared.width !== size.width || declared.height !== size.height)) {
      const message = `It is ${size.width} x ${size.height} pixels but is described as ${declared.width} x ${declared.height}: correct one of them.`;
      return { file, line, reason: "declared-size-differs", message };
    }
    const fitted = declared ? { record, problems: [], refusal: null } : fitAnnotations({ ...record, size });
    if (fitted.refusal) return fitted.refusal;
    note([
      ...fitted.problems,
      ...notes.map(({ reason, message }) => ({ file, line, reason, message: `On import: ${message}.` })),
    ]);
    return fitted.record;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { file, line, reason: String(error.details.reason ?? error.code), message: error.message };
  }
}
