import type { Size } from "#lib/imaging/region.ts";
import type { Annotation, AnnotationShape } from "../dataset/annotation.ts";
import type { DescribedRecord } from "../dataset/dataset-record.ts";

/** Comes back equal; `note` says under which condition. */
export type Kept = { fate: "kept"; note?: string };
/** Is not in the export, and counted in its report. */
export type Dropped = { fate: "dropped"; why: string };
/** Comes back as something else, which `change` makes of it. */
export type Converted<Change> = { fate: "converted"; into: string; change: Change };
export type Rule<Change> = Kept | Dropped | Converted<Change>;

/** What can be drawn, as far as formats tell it apart. */
export const SHAPE_KEYS = [
  "box",
  "rotated-box",
  "polygon",
  "polygon-holes",
  "polygon-union",
  "ellipse",
  "mask",
  "points",
  "polyline",
] as const;
export type ShapeKey = (typeof SHAPE_KEYS)[number];

/** What else a region says. */
export const MARK_KEYS = [
  "class",
  "id",
  "crowd",
  "difficult",
  "truncated",
  "occluded",
  "order",
  "attributes",
] as const;
export type MarkKey = (typeof MARK_KEYS)[number];

/** What a picture says. */
export const IMAGE_KEYS = ["class", "split", "attributes"] as const;
export type ImageKey = (typeof IMAGE_KEYS)[number];

/** Returns none when nothing is left of the shape. */
export type ShapeRule = Rule<(shape: AnnotationShape, size: Size) => AnnotationShape[]>;
export type MarkRule = Rule<(mark: Annotation) => Annotation>;
export type ImageRule = Rule<(record: SizedRecord) => SizedRecord>;

export type SizedRecord = DescribedRecord & { size: Size };

/** A picture of the data set with what is said about it. */
export interface ExportedImage {
  /** Tells pictures of the same name apart. */
  id: string;
  record: SizedRecord;
  /** The file as it was imported. */
  picture(): Promise<Uint8Array>;
}

/** What is exported. It can be read several times, and is the same each time. */
export interface ExportSource {
  /** In the data set's order: all that occur. */
  classes: readonly string[];
  /** All that occur. */
  splits: readonly string[];
  /** All images, or those of a split. */
  images(split?: string): AsyncIterable<ExportedImage>;
}

/** The same in what a format can hold: files, classes and marks as they are to be written. */
export interface FittedSource {
  classes: readonly string[];
  splits: readonly string[];
  /** Names of the pictures' attributes, in the order they first come. */
  attributeNames: readonly string[];
  /** The largest whole number that identifies a region or picture; 0 without any. */
  largestNumber: number;
  /** All images, or those of a split. */
  images(split?: string): AsyncIterable<ExportedImage>;
  /** The same without their regions, for a pass that asks for none: fitting them is most of the work. */
  pictures(split?: string): AsyncIterable<SizedRecord>;
}

/** One file of an export: whole, or in chunks as they come. */
export interface ExportFile {
  path: string;
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

/** A format a data set can leave in. What it keeps is data: pages, documentation and tests read it. */
export interface DatasetWriter {
  /** That of the layout which reads it. */
  id: string;
  /** As people call it. */
  title: string;
  /** The specification it was written from. */
  spec: string;
  shapes: Readonly<Record<ShapeKey, ShapeRule>>;
  marks: Readonly<Record<MarkKey, MarkRule>>;
  images: Readonly<Record<ImageKey, ImageRule>>;
  /** Coordinates come back within so many pixels; 0: exactly. */
  precision: number;
  /** A region must have a class: one without gets its picture's, or `object`. */
  needsClass: boolean;
  /** Apart: they may be left out. Needed: without them there is nothing to read. Inside: the writer writes them itself. */
  pictures: "apart" | "needed" | "inside";
  /** Where pictures lie, in words. */
  layout: string;
  /** Where a picture wants to lie; what is unsafe or taken there is changed afterwards. */
  place(record: SizedRecord, hasSplits: boolean): string;
  /** Pictures that differ by nothing but their ending would share a describing file. */
  sharesStems: boolean;
  /** The class name as the format can hold it; classes that become alike are told apart afterwards. */
  className(name: string): string;
  /** Why a picture cannot be in the export; null when it can. */
  leavesOut?(record: SizedRecord): string | null;
  /** Changes that concern the marks of a picture together, with a line for the report for each. */
  arrange?(record: SizedRecord): { record: SizedRecord; changes: Change[] };
  /** How often `write` reads the source. */
  passes: number;
  /** The describing files. Reads the source as often as it needs and holds no more than one picture's marks. */
  write(source: FittedSource): AsyncIterable<ExportFile>;
}

/** Something that does not leave as it is. */
export interface Change {
  fate: "converted" | "dropped";
  what: string;
  /** What becomes of it, or why it is left out. */
  outcome: string;
}

export function defineWriter(writer: DatasetWriter): DatasetWriter {
  return writer;
}
