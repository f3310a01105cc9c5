import type { RegionShape, Size } from "#lib/imaging/region.ts";
import type { Annotation, AttributeValue } from "./annotation.ts";

/** One region of an image. */
export type LabelledRegion = RegionShape & {
  /** The class it shows; left out: the image's class. */
  class?: string;
};

/** The split of an image whose data set has none. */
export const NO_SPLIT = "all";

/** One image as a data set's own format describes it, whatever that format is. */
export interface ImageRecord<Mark = LabelledRegion> {
  /** Path in the source. */
  file: string;
  split: string;
  /** Null when unlabelled. */
  className: string | null;
  /** As declared; null when the format does not say. */
  size: Size | null;
  regions: Mark[];
  attributes: Record<string, AttributeValue>;
  /** Line in the describing file, from 1; null when a file itself is the description. */
  line: number | null;
  /** Path in the source of a human importance map: .npy, float32 [height, width]. */
  importanceMap?: string;
}

/** A record with all that its format draws. */
export type DescribedRecord = ImageRecord<Annotation>;

/** Something wrong with one file or line, in words for the data's owner. */
export interface Problem {
  file: string | null;
  line: number | null;
  /** For programs: stable and short. */
  reason: string;
  message: string;
}

/** A class as the data set declares it, used or not. */
export interface DeclaredClass {
  name: string;
  /** Its number or key in the data set. */
  id: string | number;
  /** A name for people where `name` is a code (a WordNet synset). */
  title?: string;
}

export interface DatasetReading<Mark = LabelledRegion> {
  records: ImageRecord<Mark>[];
  /** Will not be imported. */
  refused: Problem[];
  /** Will be imported, or was rightly left out; worth a look. */
  warnings: Problem[];
  /** In the data set's own order, where it declares its classes. */
  classes?: DeclaredClass[];
}

/** What a reader of a format returns. */
export type DescribedReading = DatasetReading<Annotation>;

export function emptyReading(): DescribedReading {
  return { records: [], refused: [], warnings: [] };
}

/** A record with nothing known but where it is; the rest as given. */
export function recordOf(file: string, known: Partial<DescribedRecord> = {}): DescribedRecord {
  return {
    file,
    split: NO_SPLIT,
    className: null,
    size: null,
    regions: [],
    attributes: {},
    line: null,
    ...known,
  };
}
