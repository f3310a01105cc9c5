import type { Annotation } from "../dataset/annotation.ts";
import {
  type ConvertShape,
  toBox,
  toCorners,
  toMask,
  toRing,
  toRotatedBox,
  toSinglePoints,
} from "../dataset/convert-shapes.ts";
import { NO_SPLIT } from "../dataset/dataset-record.ts";
import { splitRole } from "../dataset/split-names.ts";
import type {
  Converted,
  Dropped,
  ImageRule,
  Kept,
  MarkKey,
  MarkRule,
  ShapeRule,
  SizedRecord,
} from "./define-writer.ts";

export const kept: Kept = { fate: "kept" };
export const keptIf = (note: string): Kept => ({ fate: "kept", note });
export const dropped = (why: string): Dropped => ({ fate: "dropped", why });

/** One rule for all of these: a format names those it treats otherwise after it. */
export const every = <Key extends string, Rule>(keys: readonly Key[], rule: Rule): Record<Key, Rule> =>
  Object.fromEntries(keys.map((key) => [key, rule])) as Record<Key, Rule>;

const shape = (into: string, change: ConvertShape): ShapeRule => ({ fate: "converted", into, change });

export const asBox = shape("the upright box around it", toBox);
export const asRing = shape("a polygon", toRing);
export const asSeamedRing = shape("one ring, its parts and holes joined by seams of no width", toRing);
export const asMask = shape("a mask of its pixels", toMask);
export const asCorners = shape("a rotated box of angle 0", toCorners);
export const asRotatedBox = shape("the smallest rectangle at any angle around it", toRotatedBox);
export const asSinglePoints = shape("a region for each point", toSinglePoints);

/** A fact that its format has no place for becomes one of the region's attributes. */
export function asAttribute(key: Exclude<MarkKey, "class" | "attributes">, text = false): MarkRule {
  return {
    fate: "converted",
    into: text ? `an attribute "${key}", as text` : `an attribute "${key}"`,
    change(mark) {
      const { [key]: value, ...rest } = mark as Annotation & Record<string, unknown>;
      if (value === undefined) return mark;
      const plain = text ? String(value) : (value as string | number | boolean);
      return { ...rest, attributes: { ...mark.attributes, [key]: plain } } as Annotation;
    },
  };
}

/** Attributes of a region as texts; what is null or empty says nothing. */
export const attributesAsText: MarkRule = {
  fate: "converted",
  into: "texts",
  change: ({ attributes, ...mark }) => {
    const texts = textsOf(attributes ?? {});
    return (Object.keys(texts).length > 0 ? { ...mark, attributes: texts } : mark) as Annotation;
  },
};

/** Attributes of a picture as texts. */
export const pictureAttributesAsText = pictureAttributes("texts", (text) => text);

/** Attributes of a picture as the cells of a table. */
export const pictureAttributesAsCells = pictureAttributes(
  "texts, with an apostrophe where a spreadsheet would compute them",
  (text) => (/^[=+\-@]/.test(text) ? `'${text}` : text),
);

function pictureAttributes(into: string, written: (text: string) => string): ImageRule {
  return {
    fate: "converted",
    into,
    change: (record) => ({
      ...record,
      attributes: Object.fromEntries(
        Object.entries(record.attributes).flatMap(([key, value]): [string, string][] => {
          if (typeof value === "number") return [[key, String(value)]];
          return Object.entries(textsOf({ [key]: value })).map(([name, text]) => [name, written(text)]);
        }),
      ),
    }),
  };
}

function textsOf(attributes: SizedRecord["attributes"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes)
      .map(([key, value]): [string, string] => [key, value === null ? "" : String(value).trim()])
      .filter(([, text]) => text !== ""),
  );
}

/**
 * Splits by the names that training, validation and test sets go by; others are in the export but not read back. The change is
 * what comes back: the writer itself is given every split.
 */
export function usualSplits(
  into: string,
  names: { validation?: string } = {},
): Converted<(record: SizedRecord) => SizedRecord> {
  return {
    fate: "converted",
    into,
    change(record) {
      const role = splitRole(record.split);
      if (role === null) return { ...record, split: NO_SPLIT };
      return role === "validation" && names.validation ? { ...record, split: names.validation } : record;
    },
  };
}

/** A region's number in its format: a whole number above 0. */
export const wholeNumber: MarkRule = {
  fate: "converted",
  into: "whole numbers above 0: ids that are such stay, others are numbered anew",
  change(mark) {
    if (mark.id === undefined || (Number.isSafeInteger(mark.id) && Number(mark.id) > 0)) return mark;
    const { id: _, ...rest } = mark;
    return rest as Annotation;
  },
};
