import type { DatasetFolder } from "./dataset-folder.ts";
import type { DescribedReading } from "./dataset-record.ts";

export interface Detection {
  /** 0..1: 1 leaves no doubt, below 0.5 it is a guess. */
  confidence: number;
  /** What was seen, in words for the data's owner. */
  reason: string;
}

export interface ReadOptions {
  /** ClickMe: side of the square pictures, pixels. */
  clickMeSize?: number;
}

/** A reading whose pictures may lie inside a container (an idx file, a parquet file, a TFRecord). */
export interface LayoutReading extends DescribedReading {
  /** How to read a file that is part of a container; null for a path it does not hold. */
  contained?: (path: string) => (() => Promise<Uint8Array>) | null;
}

/** A layout of data sets. */
export interface DatasetFormat {
  id: string;
  /** As people call it. */
  name: string;
  /** The specification or release it was written from. */
  spec: string;
  /** Whether the folder looks like it; looks at names and a few beginnings of files only. */
  detect(folder: DatasetFolder): Promise<Detection | null>;
  /**
   * Records in the data set's own order or sorted by path. What cannot be used is refused by itself, with its file and line.
   * @throws AppError `invalid`, `too_large` when nothing can be read
   */
  read(folder: DatasetFolder, options: ReadOptions): Promise<LayoutReading>;
}

export function defineFormat<Format extends DatasetFormat>(format: Format): Format {
  return format;
}
