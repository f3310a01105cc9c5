import type { Size } from "#lib/imaging/region.ts";
import type { Annotation } from "../../dataset/annotation.ts";
import {
  type DescribedReading,
  type DescribedRecord,
  NO_SPLIT,
  recordOf,
} from "../../dataset/dataset-record.ts";
import { MAX_MARKS, MAX_RECORDS } from "../../dataset/limits.ts";
import type { PictureFinder } from "../../dataset/picture-finder.ts";
import { baseName, folderOf } from "../../dataset/picture-name.ts";
import { splitRole } from "../../dataset/split-names.ts";
import { tooManyRecords } from "../../dataset/too-many-records.ts";
import { readJsonElements } from "../../encodings/json-elements.ts";
import { asId, asName, asNumber, asObject, type JsonObject } from "../../encodings/json-fields.ts";
import { checkedSize } from "../../encodings/parse-number.ts";
import { Fault, faultProblem } from "../../fault.ts";
import { cocoMarks } from "./coco-marks.ts";

type Id = string | number;

interface CocoImage {
  id: Id;
  name: string;
  size: Size | null;
  line: number;
}

interface CocoAnnotation {
  content: JsonObject;
  line: number;
}

/** A COCO file with its annotations still as they are written. */
export interface CocoFile {
  file: string;
  images: Map<Id, CocoImage>;
  categories: Map<Id, string>;
  /** By image, since the lists may come in any order. */
  annotations: Map<Id, CocoAnnotation[]>;
  /** Images that cannot be used: their annotations say nothing more. */
  refusedImages: Set<Id>;
}

const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

/** Reads the lists of a COCO file. What is wrong with one image, category or annotation is refused by its line. */
export function readCocoFile(bytes: Uint8Array, file: string, reading: DescribedReading): CocoFile {
  const content: CocoFile = {
    file,
    images: new Map(),
    categories: new Map(),
    annotations: new Map(),
    refusedImages: new Set(),
  };
  const annotationIds = new Set<Id>();
  let remote = 0;
  for (const { key, isElement, value, line } of readJsonElements(bytes, file)) {
    if (key !== null && RESERVED.has(key)) {
      const message = `It has a member "${key}", a reserved name, which is left out.`;
      reading.warnings.push({ file, line, reason: "reserved-key", message });
    }
    if (!isElement) continue;
    try {
      if (key === "images") {
        if (addImage(content, asObject(value, "An image"), line)) remote++;
      } else if (key === "categories") addCategory(content, asObject(value, "A category"), reading);
      else if (key === "annotations") {
        const twice = addAnnotation(content, asObject(value, "An annotation"), line, annotationIds);
        if (twice !== null) {
          const message = `The annotation number ${twice} is given twice; both are taken.`;
          reading.warnings.push({ file, line, reason: "duplicate-id", message });
        }
      }
    } catch (error) {
      reading.refused.push(faultProblem(error, file, line));
    }
  }
  if (remote > 0) {
    const message = `${remote} images have a web address, which is never fetched: their files must be here.`;
    reading.warnings.push({ file, line: null, reason: "remote-url-ignored", message });
  }
  return content;
}

/** Returns whether it has a web address. */
function addImage(content: CocoFile, image: JsonObject, line: number): boolean {
  const id = asId(image.id, "The image's id");
  if (content.images.has(id)) {
    content.refusedImages.add(id);
    throw new Fault(
      "duplicate-id",
      `The image number ${id} is given twice, first on line ${content.images.get(id)!.line}.`,
    );
  }
  if (content.images.size >= MAX_RECORDS) throw tooManyRecords();
  try {
    const isSized = image.width !== undefined && image.height !== undefined;
    const size = isSized
      ? checkedSize(asNumber(image.width, "The width"), asNumber(image.height, "The height"))
      : null;
    if (typeof image.file_name !== "string") throw new Fault("bad-type", "The file_name is no text.");
    content.images.set(id, { id, name: image.file_name, size, line });
  } catch (error) {
    content.refusedImages.add(id);
    throw error;
  }
  return typeof image.coco_url === "string" || typeof image.flickr_url === "string";
}

function addCategory(content: CocoFile, category: JsonObject, reading: DescribedReading): void {
  const id = asId(category.id, "The category's id");
  const name = asName(category.name, "The category's name");
  if (content.categories.has(id))
    throw new Fault("duplicate-id", `The category number ${id} is given twice.`);
  content.categories.set(id, name);
  if (!reading.classes?.some((known) => known.name === name)) reading.classes?.push({ id, name });
}

/** Returns its id when another annotation has it already. */
function addAnnotation(content: CocoFile, annotation: JsonObject, line: number, ids: Set<Id>): Id | null {
  const image = asId(annotation.image_id, "The annotation's image_id");
  const list = content.annotations.get(image);
  if (list) list.push({ content: annotation, line });
  else content.annotations.set(image, [{ content: annotation, line }]);
  if (annotation.id === undefined) return null;
  const id = asId(annotation.id, "The annotation's id");
  if (ids.has(id)) return id;
  ids.add(id);
  return null;
}

/** Makes records of a file's images: an image enters with all its annotations or is refused. */
export function addAnnotations(
  content: CocoFile,
  finder: PictureFinder,
  listed: Map<string, string>,
  reading: DescribedReading,
): void {
  const { file, images, annotations, refusedImages } = content;
  for (const [id, list] of annotations) {
    if (images.has(id) || refusedImages.has(id)) continue;
    const message = `There is no image number ${id}, which ${list.length} annotations are of.`;
    reading.refused.push({ file, line: list[0].line, reason: "dangling-reference", message });
  }
  const split = splitOf(file);
  for (const image of images.values()) {
    if (refusedImages.has(image.id)) continue;
    try {
      reading.records.push(readImage(image, content, split, finder, listed));
    } catch (error) {
      reading.refused.push(faultProblem(error, file, image.line));
    }
  }
}

function readImage(
  { id, name, size, line }: CocoImage,
  { file, categories, annotations }: CocoFile,
  split: string,
  finder: PictureFinder,
  listed: Map<string, string>,
): DescribedRecord {
  const found = finder.find(name, folderOf(file));
  if (!("path" in found)) throw new Fault(found.reason, found.message);
  const before = listed.get(found.path);
  if (before !== undefined)
    throw new Fault("listed-twice", `${found.path} is described twice: also in ${before}.`);
  listed.set(found.path, `${file}, line ${line}`);
  const marks = (annotations.get(id) ?? []).flatMap(({ content, line: at }): Annotation[] => {
    try {
      return cocoMarks(content, categories, size);
    } catch (error) {
      if (error instanceof Fault)
        throw new Fault(error.reason, `Annotation ${String(content.id)} on line ${at}: ${error.message}`);
      throw error;
    }
  });
  annotations.delete(id);
  if (marks.length > MAX_MARKS)
    throw new Fault("too-many-regions", `It has more than ${MAX_MARKS} annotations.`);
  return recordOf(found.path, { split, size, regions: marks, line, attributes: { image_id: id } });
}

/** From the file's name (`instances_val2017.json`) or its folder (`valid/_annotations.coco.json`). */
function splitOf(file: string): string {
  const words = [
    ...baseName(file)
      .replace(/\.json$/, "")
      .split(/[._-]/),
    ...file.split("/").slice(0, -1).reverse(),
  ];
  return words.find((word) => splitRole(word) !== null)?.replace(/\d{4}$/, "") ?? NO_SPLIT;
}
