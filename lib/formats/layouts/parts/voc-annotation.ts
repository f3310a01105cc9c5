import { AppError } from "#lib/errors.ts";
import type { Size } from "#lib/imaging/region.ts";
import type { Annotation } from "../../dataset/annotation.ts";
import { MAX_MARKS, MAX_NAME } from "../../dataset/limits.ts";
import { parseNumber, parseSize } from "../../encodings/parse-number.ts";
import { childOf, readXmlElements, type XmlElement } from "../../encodings/xml-elements.ts";
import { Fault } from "../../fault.ts";

/** What one annotation file of Pascal VOC or ImageNet says. */
export interface VocAnnotation {
  /** As written, with or without an ending; empty when left out. */
  fileName: string;
  size: Size | null;
  objects: (Annotation & { kind: "box"; class: string })[];
  /** Objects have parts (a head, a hand), which are not taken. */
  hasParts: boolean;
}

/**
 * Reads an `<annotation>` of the VOC devkit.
 * @param firstPixel what the format calls the first pixel: VOC counts from 1 and means pixels, the last one included, so
 * its corners are [xmin - 1, ymin - 1, xmax, ymax]; ImageNet's numbers are taken as they stand (0)
 * @throws Fault for what cannot be used in it
 */
export function readVocAnnotation(bytes: Uint8Array, file: string, firstPixel: 0 | 1): VocAnnotation {
  const roots: XmlElement[] = [];
  try {
    readXmlElements(bytes, file, new Set(["annotation"]), (element) => roots.push(element));
  } catch (error) {
    if (error instanceof AppError) throw new Fault(String(error.details.reason), error.message);
    throw error;
  }
  if (roots.length !== 1) throw new Fault("bad-xml", "There is no <annotation> in it.");
  const [root] = roots;
  const objects = root.children.filter(({ name }) => name === "object");
  if (objects.length > MAX_MARKS)
    throw new Fault("too-many-regions", `It has more than ${MAX_MARKS} objects.`);
  return {
    fileName: childOf(root, "filename")?.text ?? "",
    size: sizeOf(childOf(root, "size")),
    objects: objects.map((object, index) => readObject(object, index + 1, firstPixel)),
    hasParts: objects.some((object) => childOf(object, "part")),
  };
}

function sizeOf(element: XmlElement | undefined): Size | null {
  if (!element) return null;
  const [width, height] = ["width", "height"].map((name) => childOf(element, name)?.text ?? "");
  // Some tools write 0 x 0 when they do not know.
  if (Number(width) === 0 && Number(height) === 0) return null;
  return parseSize(width, height);
}

function readObject(object: XmlElement, number: number, firstPixel: 0 | 1): VocAnnotation["objects"][number] {
  const text = (name: string) => childOf(object, name)?.text ?? "";
  const label = text("name");
  if (label === "" || label.length > MAX_NAME) {
    throw new Fault("bad-name", `Object ${number} has no name of at most ${MAX_NAME} characters.`);
  }
  const box = childOf(object, "bndbox");
  if (!box) throw new Fault("bad-geometry", `Object ${number} has no box.`);
  const [left, top, right, bottom] = ["xmin", "ymin", "xmax", "ymax"].map((name) =>
    parseNumber(childOf(box, name)?.text, `${name} of object ${number}`),
  );
  const [x, y] = [left - firstPixel, top - firstPixel];
  if (right < x || bottom < y) {
    throw new Fault("bad-geometry", `The box of object ${number} ends before it begins.`);
  }
  const flags = {
    difficult: flagOf(text("difficult")),
    truncated: flagOf(text("truncated")),
    occluded: flagOf(text("occluded")),
  };
  const given = Object.entries(flags).filter(([, flag]) => flag !== undefined);
  return {
    kind: "box",
    x,
    y,
    width: right - x,
    height: bottom - y,
    class: label,
    ...Object.fromEntries(given),
  };
}

function flagOf(text: string): boolean | undefined {
  return text === "" ? undefined : text === "1" || text.toLowerCase() === "true";
}
