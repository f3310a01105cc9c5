import { AppError } from "#lib/errors.ts";
import type { Size } from "#lib/imaging/region.ts";
import type { Annotation, Point } from "../dataset/annotation.ts";
import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import {
  type DeclaredClass,
  type DescribedRecord,
  emptyReading,
  NO_SPLIT,
  recordOf,
} from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { MAX_MARKS, MAX_NAME, MAX_RECORDS } from "../dataset/limits.ts";
import { pictureFinder, unlistedNotes } from "../dataset/picture-finder.ts";
import { folderOf } from "../dataset/picture-name.ts";
import { tooManyRecords } from "../dataset/too-many-records.ts";
import { turnBox } from "../dataset/turn-box.ts";
import { parseNumber, parseSize } from "../encodings/parse-number.ts";
import { placeRuns } from "../encodings/place-runs.ts";
import { childOf, readXmlElements, type XmlElement } from "../encodings/xml-elements.ts";
import { Fault, faultProblem } from "../fault.ts";
import type { SourceEntry } from "../sources/file-source.ts";

/**
 * CVAT for images: one XML file with an element a picture. A tag is the picture's class. Degrees turn clockwise on screen,
 * a box about its centre; a mask holds the run lengths of its own rectangle, by rows, zeros first.
 */
export const cvat = defineFormat({
  id: "cvat",
  name: "CVAT for images 1.1",
  spec: "CVAT documentation, XML annotation format 1.1",
  async detect(folder) {
    const file = await findDescription(folder);
    return file === null ? null : { confidence: 0.97, reason: `${file} has <annotations> with <image>s` };
  },
  async read(folder) {
    const file = (await findDescription(folder)) ?? xmlFiles(folder)[0]?.path;
    if (file === undefined)
      throw new AppError("invalid", "There is no CVAT annotations.xml here.", { reason: "no-description" });
    const finder = pictureFinder(folder);
    const reading = emptyReading();
    const classes: DeclaredClass[] = [];
    const listed = new Map<string, number>();
    const readElement = (element: XmlElement) => {
      if (element.name === "label") {
        const name = childOf(element, "name")?.text;
        if (name) classes.push({ name, id: classes.length });
        return;
      }
      try {
        if (listed.size >= MAX_RECORDS) throw tooManyRecords();
        const found = finder.find(element.attributes.name ?? "", folderOf(file));
        if (!("path" in found)) throw new Fault(found.reason, found.message);
        const before = listed.get(found.path);
        if (before !== undefined)
          throw new Fault("listed-twice", `The picture is described twice, first on line ${before}.`);
        listed.set(found.path, element.line);
        const { record, notes } = readImage(element, found.path);
        reading.records.push(record);
        reading.warnings.push(...notes);
      } catch (error) {
        reading.refused.push(faultProblem(error, file, element.line));
      }
    };
    readXmlElements(await folder.read(file), file, new Set(["image", "label"]), readElement);
    reading.warnings = reading.warnings.concat(unlistedNotes(finder, file));
    return { ...reading, classes };
  },
});

async function findDescription(folder: DatasetFolder): Promise<string | null> {
  for (const { path } of xmlFiles(folder)) {
    const start = new TextDecoder().decode(await folder.peek(path, 100_000));
    if (/<annotations[\s>]/.test(start) && /<(image|meta|version)[\s>]/.test(start)) return path;
  }
  return null;
}

function xmlFiles({ files }: DatasetFolder): SourceEntry[] {
  return files.filter(({ path }) => path.endsWith(".xml")).slice(0, 20);
}

function readImage(
  element: XmlElement,
  path: string,
): { record: DescribedRecord; notes: DescribedReadingNotes } {
  const { attributes, children, line } = element;
  const size = parseSize(attributes.width, attributes.height);
  if (children.length > MAX_MARKS)
    throw new Fault("too-many-regions", `It has more than ${MAX_MARKS} shapes.`);
  const tags = children.filter(({ name }) => name === "tag").map(labelOf);
  const shapes = children.filter(({ name }) => Object.hasOwn(SHAPES, name));
  const unknown = children.find(({ name }) => name !== "tag" && !Object.hasOwn(SHAPES, name));
  const notes: DescribedReadingNotes = [];
  const note = (reason: string, message: string) => notes.push({ file: path, line, reason, message });
  if (unknown) note("unknown-shape", `A <${unknown.name.slice(0, 40)}> is not read and is left out.`);
  if (new Set(tags).size > 1)
    note("several-classes", `It has several tags; the first, ${tags[0]}, is its class.`);
  const split = attributes.subset?.trim() || NO_SPLIT;
  const regions = shapes.map((shape) => readShape(shape, size));
  return { record: recordOf(path, { className: tags[0] ?? null, split, size, regions, line }), notes };
}

type DescribedReadingNotes = ReturnType<typeof emptyReading>["warnings"];

function labelOf({ attributes: { label = "" }, line }: XmlElement): string {
  if (label !== "" && label.length <= MAX_NAME) return label;
  throw new Fault("bad-name", `The shape on line ${line} has no label of at most ${MAX_NAME} characters.`);
}

function readShape(element: XmlElement, size: Size): Annotation {
  const { attributes, children, name } = element;
  const values = children
    .filter((child) => child.name === "attribute")
    .map((child): [string, string] => [(child.attributes.name ?? "").slice(0, MAX_NAME), child.text])
    .filter(([key]) => key !== "" && key !== "__proto__");
  return {
    ...SHAPES[name](element, size),
    class: labelOf(element),
    occluded: attributes.occluded === "1",
    ...(attributes.z_order === undefined ? {} : { order: parseNumber(attributes.z_order, "z_order") }),
    ...(values.length > 0 ? { attributes: Object.fromEntries(values) } : {}),
  };
}

const SHAPES: Readonly<Record<string, (element: XmlElement, size: Size) => Annotation>> = {
  box(element) {
    const [left, top, right, bottom] = numbers(element, "xtl", "ytl", "xbr", "ybr");
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    if (box.width < 0 || box.height < 0)
      throw new Fault("bad-geometry", `The box on line ${element.line} ends before it begins.`);
    const [rotation] = element.attributes.rotation === undefined ? [0] : numbers(element, "rotation");
    if (rotation === 0) return { kind: "box", ...box };
    const centre: Point = [box.x + box.width / 2, box.y + box.height / 2];
    return { kind: "rotated-box", corners: turnBox(box, rotation, centre) };
  },
  polygon: (element) => ({ kind: "polygon", parts: [pointsOf(element, 3)] }),
  polyline: (element) => ({ kind: "polyline", points: pointsOf(element, 2) }),
  points: (element) => ({ kind: "points", points: pointsOf(element, 1) }),
  ellipse(element) {
    const [cx, cy, rx, ry] = numbers(element, "cx", "cy", "rx", "ry");
    const [rotation] = element.attributes.rotation === undefined ? [0] : numbers(element, "rotation");
    return { kind: "ellipse", cx, cy, rx, ry, rotation };
  },
  mask: readMask,
};

function numbers({ attributes, name, line }: XmlElement, ...keys: string[]): number[] {
  return keys.map((key) => parseNumber(attributes[key], `"${key}" of the ${name} on line ${line}`));
}

function pointsOf({ attributes, name, line }: XmlElement, least: number): Point[] {
  const points = (attributes.points ?? "").split(";").map((pair): Point => {
    const coordinates = pair.split(",");
    if (coordinates.length !== 2)
      throw new Fault("bad-geometry", `A point of the ${name} on line ${line} is not x,y.`);
    const [x, y] = coordinates.map((text) => parseNumber(text, `A point of the ${name} on line ${line}`));
    return [x, y];
  });
  if (points.length >= least) return points;
  throw new Fault("bad-geometry", `The ${name} on line ${line} has fewer than ${least} points.`);
}

/** The mask's runs fill a rectangle of their own inside the picture. */
function readMask(element: XmlElement, size: Size): Annotation {
  const [left, top, width, height] = numbers(element, "left", "top", "width", "height");
  const counts = (element.attributes.rle ?? "")
    .split(",")
    .map((text) => parseNumber(text, "A run of a mask"));
  try {
    return { kind: "mask", ...placeRuns(counts, { left, top, width, height }, size) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Fault("bad-rle", `The mask on line ${element.line} cannot be used: ${error.message}.`);
  }
}
