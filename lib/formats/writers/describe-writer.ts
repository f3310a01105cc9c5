import {
  type DatasetWriter,
  IMAGE_KEYS,
  type ImageKey,
  MARK_KEYS,
  type MarkKey,
  type Rule,
  SHAPE_KEYS,
  type ShapeKey,
} from "./define-writer.ts";

/** What becomes of something in a format, in words. */
export interface Outcome {
  fate: Rule<unknown>["fate"];
  /** Into what it is converted, why it is dropped, under which condition it is kept; empty when it is simply kept. */
  words: string;
}

/** What a format makes of a data set, as data: for pages and documentation. */
export interface WriterDescription {
  id: string;
  title: string;
  layout: string;
  pictures: DatasetWriter["pictures"];
  shapes: Record<ShapeKey, Outcome>;
  marks: Record<MarkKey, Outcome>;
  images: Record<ImageKey, Outcome>;
}

/** The shapes as people call them. */
export const SHAPE_NAMES: Readonly<Record<ShapeKey, string>> = {
  box: "box",
  "rotated-box": "rotated box",
  polygon: "polygon",
  "polygon-holes": "polygon with holes or parts",
  "polygon-union": "polygon of parts that add up",
  ellipse: "ellipse",
  mask: "mask",
  points: "points",
  polyline: "line",
};

export function describeWriter(writer: DatasetWriter): WriterDescription {
  const { id, title, layout, pictures } = writer;
  return {
    id,
    title,
    layout,
    pictures,
    shapes: outcomes(SHAPE_KEYS, writer.shapes),
    marks: outcomes(MARK_KEYS, writer.marks),
    images: outcomes(IMAGE_KEYS, writer.images),
  };
}

function outcomes<Key extends string>(keys: readonly Key[], rules: Readonly<Record<Key, Rule<unknown>>>) {
  return Object.fromEntries(keys.map((key) => [key, outcomeOf(rules[key])])) as Record<Key, Outcome>;
}

function outcomeOf(rule: Rule<unknown>): Outcome {
  if (rule.fate === "kept") return { fate: "kept", words: rule.note ?? "" };
  return { fate: rule.fate, words: rule.fate === "dropped" ? rule.why : rule.into };
}
