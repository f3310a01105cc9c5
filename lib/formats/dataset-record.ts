import type { RegionShape, Size } from "#lib/imaging/region.ts";

/** One region of an image. */
export type LabelledRegion = RegionShape & {
  /** The class it shows; left out: the image's class. */
  class?: string;
};

/** One image as a data set's own format describes it, whatever that format is. */
export interface ImageRecord {
  /** Path in the source. */
  file: string;
  split: string;
  /** Null when unlabelled. */
  className: string | null;
  /** As declared; null when the format does not say. */
  size: Size | null;
  regions: LabelledRegion[];
  attributes: Record<string, string | number | boolean | null>;
  /** Line in the describing file, from 1; null when a file itself is the description. */
  line: number | null;
}

/** Something wrong with one file or line, in words for the data's owner. */
export interface Problem {
  file: string | null;
  line: number | null;
  /** For programs: stable and short. */
  reason: string;
  message: string;
}

export interface DatasetReading {
  records: ImageRecord[];
  /** Will not be imported. */
  refused: Problem[];
  /** Will be imported, or was rightly left out; worth a look. */
  warnings: Problem[];
}
