import { maskBounds } from "#lib/imaging/box.ts";
import { decodeMask, encodeMask } from "#lib/imaging/mask-runs.ts";
import type { Annotation, Point } from "../dataset/annotation.ts";
import { toRing } from "../dataset/convert-shapes.ts";
import { NO_SPLIT } from "../dataset/dataset-record.ts";
import { unturnBox } from "../dataset/unturn-box.ts";
import { decimal } from "../encodings/decimal.ts";
import { xmlText } from "../encodings/write-xml.ts";
import { plainName } from "./class-names.ts";
import { defineWriter, type FittedSource, type ShapeRule, type SizedRecord } from "./define-writer.ts";
import { asAttribute, asMask, attributesAsText, dropped, kept, keptIf } from "./rules.ts";

/** A format that keeps a box and an angle has no place for four corners that are no rectangle's. */
export const rectangleOrRing: ShapeRule = {
  fate: "converted",
  into: "a polygon, where its corners are no rectangle's, clockwise from the top left",
  change: (shape, size) =>
    shape.kind === "rotated-box" && unturnBox(shape.corners) ? [shape] : toRing(shape, size),
};

/** CVAT for images: one XML file with an element a picture; a tag is the picture's class. */
export const cvat = defineWriter({
  id: "cvat",
  title: "CVAT for images 1.1",
  spec: "CVAT documentation, XML annotation format 1.1",
  shapes: {
    box: kept,
    "rotated-box": rectangleOrRing,
    polygon: kept,
    "polygon-holes": asMask,
    "polygon-union": asMask,
    ellipse: kept,
    mask: kept,
    points: kept,
    polyline: kept,
  },
  marks: {
    class: kept,
    id: dropped("CVAT numbers shapes itself"),
    crowd: asAttribute("crowd"),
    difficult: asAttribute("difficult"),
    truncated: asAttribute("truncated"),
    occluded: keptIf("what is not said to be occluded is said not to be"),
    order: kept,
    attributes: attributesAsText,
  },
  images: {
    class: keptIf("as a tag"),
    split: keptIf("as a subset"),
    attributes: dropped("CVAT has no attributes of a picture"),
  },
  precision: 0.001,
  needsClass: true,
  pictures: "apart",
  layout: "pictures under their own paths, `annotations.xml` beside them",
  place: ({ file }) => file,
  sharesStems: false,
  className: plainName,
  passes: 1,
  async *write(source) {
    yield { path: "annotations.xml", content: document(source) };
  },
});

async function* document({ classes, images }: FittedSource): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n  <meta><task><labels>\n';
  for (const name of classes)
    yield `    <label><name>${xmlText(name)}</name><attributes></attributes></label>\n`;
  yield "  </labels></task></meta>\n";
  let id = 0;
  for await (const { record } of images()) yield imageElement(record, id++);
  yield "</annotations>\n";
}

function imageElement({ file, split, className, size, regions }: SizedRecord, id: number): string {
  const about = {
    id,
    name: file,
    ...(split === NO_SPLIT ? {} : { subset: split }),
    width: size.width,
    height: size.height,
  };
  const tag = className === null ? "" : `    <tag label="${xmlText(className)}" source="manual"></tag>\n`;
  return `  <image${attributesOf(about)}>\n${tag}${regions.map(shapeElement).join("")}  </image>\n`;
}

function attributesOf(values: Record<string, string | number>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(value)}"`)
    .join("");
}

function shapeElement(mark: Annotation): string {
  const { name, geometry } = shapeOf(mark);
  const about = {
    label: mark.class!,
    source: "manual",
    occluded: mark.occluded ? 1 : 0,
    ...geometry,
    ...(mark.order === undefined ? {} : { z_order: mark.order }),
  };
  const values = Object.entries(mark.attributes ?? {}).map(
    ([key, value]) => `<attribute name="${xmlText(key)}">${xmlText(String(value))}</attribute>`,
  );
  return `    <${name}${attributesOf(about)}>${values.join("")}</${name}>\n`;
}

const number = (value: number) => decimal(value, 6);
const pointList = (points: readonly Point[]) => points.map((point) => point.map(number).join(",")).join(";");

function shapeOf(mark: Annotation): { name: string; geometry: Record<string, string | number> } {
  switch (mark.kind) {
    case "box":
      return { name: "box", geometry: cornersOf(mark.x, mark.y, mark.width, mark.height) };
    case "rotated-box": {
      const { width, height, degrees, centre } = unturnBox(mark.corners)!;
      const corners = cornersOf(centre[0] - width / 2, centre[1] - height / 2, width, height);
      return { name: "box", geometry: { ...corners, rotation: number(degrees) } };
    }
    case "polygon":
      return { name: "polygon", geometry: { points: pointList(mark.parts[0]) } };
    case "ellipse": {
      const [cx, cy, rx, ry, rotation] = [mark.cx, mark.cy, mark.rx, mark.ry, mark.rotation].map(number);
      return { name: "ellipse", geometry: { cx, cy, rx, ry, rotation } };
    }
    case "mask":
      return { name: "mask", geometry: maskOf(mark) };
    default:
      return { name: mark.kind, geometry: { points: pointList(mark.points) } };
  }
}

function cornersOf(x: number, y: number, width: number, height: number) {
  return { xtl: number(x), ytl: number(y), xbr: number(x + width), ybr: number(y + height) };
}

/** Run lengths of the mask's own rectangle. */
function maskOf(mark: Annotation & { kind: "mask" }) {
  const mask = decodeMask(mark);
  const { x: left, y: top, width, height } = maskBounds(mask) ?? { x: 0, y: 0, width: 1, height: 1 };
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * mask.width + left;
    data.set(mask.data.subarray(from, from + width), row * width);
  }
  return { rle: encodeMask({ data, width, height }).counts.join(", "), left, top, width, height };
}
