import { maskBounds } from "#lib/imaging/box.ts";
import { decodeMask, masksByValue, paintMask } from "#lib/imaging/mask-runs.ts";
import { writePalettePng } from "#lib/imaging/write-png.ts";
import type { Annotation } from "../dataset/annotation.ts";
import { withoutEnding } from "../dataset/picture-name.ts";
import { splitRole } from "../dataset/split-names.ts";
import { decimal } from "../encodings/decimal.ts";
import { xmlText } from "../encodings/write-xml.ts";
import { plainName } from "./class-names.ts";
import {
  type Change,
  defineWriter,
  type ExportFile,
  type FittedSource,
  type SizedRecord,
} from "./define-writer.ts";
import { asMask, dropped, kept, keptIf, usualSplits } from "./rules.ts";
import { splitNames } from "./split-names.ts";

/** Object numbers in a label picture: 0 is background, 255 void. */
const MOST_OBJECTS = 254;

/**
 * Pascal VOC: an XML file a picture with boxes (first pixel 1, last one included), label pictures with the pixels of objects
 * and classes, splits as lists of names.
 */
export const voc = defineWriter({
  id: "voc",
  title: "Pascal VOC",
  spec: "Everingham et al. 2012, the VOC2012 development kit",
  shapes: {
    box: kept,
    "rotated-box": asMask,
    polygon: asMask,
    "polygon-holes": asMask,
    "polygon-union": asMask,
    ellipse: asMask,
    mask: keptIf("where no other lies on top; with a box around it"),
    points: dropped("VOC has no points"),
    polyline: dropped("VOC has no lines"),
  },
  marks: {
    class: kept,
    id: dropped("VOC numbers no objects"),
    crowd: dropped("VOC has no crowds"),
    difficult: keptIf("for boxes"),
    truncated: keptIf("for boxes"),
    occluded: keptIf("for boxes"),
    order: dropped("VOC has no drawing order; the last mask lies on top"),
    attributes: {
      fate: "converted",
      into: "a mask's `class_index`, and nothing else; a mask without one gets its class's place",
      change: classIndexAlone,
    },
  },
  images: {
    class: dropped("VOC has no class for a whole picture; regions without one of their own get it"),
    split: usualSplits("a list of names for each; train, val and test come back", { validation: "val" }),
    attributes: dropped("VOC has no attributes of a picture"),
  },
  precision: 0.001,
  needsClass: true,
  pictures: "apart",
  layout:
    "`JPEGImages/`, without folders of their own; `Annotations/`, `SegmentationObject/`, `SegmentationClass/`, `ImageSets/`",
  place: ({ file }) =>
    `JPEGImages/${file
      .replace(/^JPEGImages\//, "")
      .replaceAll("/", "__")
      .replaceAll(/\s/g, "_")}`,
  sharesStems: true,
  className: plainName,
  passes: 3,
  arrange: arrangeMasks,
  async *write(source) {
    for await (const { record } of source.images()) yield* describingFiles(record, source.classes);
    const names = splitNames(source.splits, { validation: "val" });
    for (const [split, name] of names) {
      if (splitRole(name) === null && names.size === 1) continue;
      yield { path: `ImageSets/Main/${name}.txt`, content: stems(source, split) };
    }
  },
});

function classIndexAlone({ attributes, ...mark }: Annotation): Annotation {
  const index = attributes?.class_index;
  const isIndex =
    mark.kind === "mask" && Number.isInteger(index) && Number(index) > 0 && Number(index) <= MOST_OBJECTS;
  return (isIndex ? { ...mark, attributes: { class_index: index } } : mark) as Annotation;
}

async function* stems(source: FittedSource, split: string): AsyncGenerator<string> {
  for await (const record of source.pictures(split)) yield `${stemOf(record)}\n`;
}

const stemOf = ({ file }: SizedRecord) => withoutEnding(file.slice("JPEGImages/".length));

/**
 * Gives every mask the box that is its object: one around it of the same class that is not another's, else one of its own.
 * A pixel belongs to one object, the last that covers it; of a mask that is wholly covered only the box stays.
 */
function arrangeMasks(record: SizedRecord): { record: SizedRecord; changes: Change[] } {
  const masks = record.regions.filter((mark) => mark.kind === "mask");
  if (masks.length === 0) return { record, changes: [] };
  const changes: Change[] = [];
  const boxes: Annotation[] = record.regions.filter((mark) => mark.kind === "box");
  const owner = new Uint8Array(record.size.width * record.size.height);
  const numbers: number[] = [];
  const taken = new Set<number>();
  for (const mask of masks) {
    const bounds = maskBounds(decodeMask(mask))!;
    let index = boxes.findIndex(
      (box, i) => !taken.has(i) && box.class === mask.class && surrounds(box, bounds),
    );
    if (index < 0) {
      const { kind: _k, size: _s, counts: _c, attributes: _a, ...said } = mask;
      index = boxes.push({ ...said, kind: "box", ...bounds }) - 1;
    }
    taken.add(index);
    numbers.push(index + 1);
    if (index >= MOST_OBJECTS) {
      changes.push({
        fate: "converted",
        what: "mask",
        outcome: `the box around it, beyond ${MOST_OBJECTS} objects`,
      });
      continue;
    }
    paintMask(owner, mask, index + 1);
  }
  const seen = masksByValue(owner, record.size);
  const kept = masks.flatMap((mask, i): Annotation[] => {
    if (numbers[i] > MOST_OBJECTS) return [];
    const runs = seen.get(numbers[i]);
    if (runs?.counts.join() !== mask.counts.join()) {
      changes.push({ fate: "converted", what: "mask", outcome: "its pixels that no later mask covers" });
    }
    const { class: label, attributes } = mask;
    return runs
      ? [{ kind: "mask", ...runs, class: label, order: numbers[i], ...(attributes ? { attributes } : {}) }]
      : [];
  });
  const regions = [...boxes, ...kept.sort((a, b) => a.order! - b.order!)];
  return { record: { ...record, regions }, changes };
}

function surrounds(
  box: Annotation,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
) {
  if (box.kind !== "box") return false;
  return (
    x >= box.x - 1 &&
    y >= box.y - 1 &&
    x + width <= box.x + box.width + 1 &&
    y + height <= box.y + box.height + 1
  );
}

function* describingFiles(record: SizedRecord, classes: readonly string[]): Generator<ExportFile> {
  const stem = stemOf(record);
  const masks = record.regions.filter((mark) => mark.kind === "mask");
  yield { path: `Annotations/${stem}.xml`, content: annotationOf(record, masks.length > 0) };
  if (masks.length === 0) return;
  const { width, height } = record.size;
  const objects = new Uint8Array(width * height);
  const kinds = new Uint8Array(width * height);
  for (const mask of masks) {
    const classIndex = Number(mask.attributes?.class_index ?? classes.indexOf(mask.class!) + 1);
    paintMask(objects, mask, mask.order!);
    paintMask(kinds, mask, classIndex);
  }
  yield { path: `SegmentationObject/${stem}.png`, content: writePalettePng(objects, width, height, PALETTE) };
  if (classes.length <= MOST_OBJECTS) {
    yield { path: `SegmentationClass/${stem}.png`, content: writePalettePng(kinds, width, height, PALETTE) };
  }
}

function annotationOf({ file, size, regions }: SizedRecord, isSegmented: boolean): string {
  const objects = regions.flatMap((mark) => (mark.kind === "box" ? [objectOf(mark)] : []));
  return `<annotation>
  <folder>JPEGImages</folder>
  <filename>${xmlText(file.slice("JPEGImages/".length))}</filename>
  <size><width>${size.width}</width><height>${size.height}</height><depth>3</depth></size>
  <segmented>${isSegmented ? 1 : 0}</segmented>
${objects.join("")}</annotation>
`;
}

function objectOf(mark: Annotation & { kind: "box" }): string {
  const { x, y, width, height, difficult, truncated, occluded } = mark;
  const flags = Object.entries({ truncated, difficult, occluded }).flatMap(([name, flag]) =>
    flag === undefined ? [] : [`<${name}>${flag ? 1 : 0}</${name}>`],
  );
  const corners = { xmin: x + 1, ymin: y + 1, xmax: x + width, ymax: y + height };
  const box = Object.entries(corners).map(([name, value]) => `<${name}>${decimal(value, 6)}</${name}>`);
  return `  <object><name>${xmlText(mark.class!)}</name>${flags.join("")}<bndbox>${box.join("")}</bndbox></object>\n`;
}

/** The colours of VOC's label pictures: the bits of a number, three at a time, from the highest bit of red, green and blue down. */
const PALETTE = Uint8Array.from({ length: 3 * 256 }, (_, i) => {
  const [number, channel] = [Math.floor(i / 3), i % 3];
  return [0, 1, 2].reduce((value, bit) => value | (((number >> (3 * bit + channel)) & 1) << (7 - bit)), 0);
});
