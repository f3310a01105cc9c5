import type { Size } from "#lib/imaging/region.ts";
import type { Annotation, Point } from "../../dataset/annotation.ts";
import { columnRunsToRows, decodeCocoCounts } from "../../encodings/coco-rle.ts";
import { asId, asNumbers, asObject, type JsonObject, plainMembers } from "../../encodings/json-fields.ts";
import { checkedSize } from "../../encodings/parse-number.ts";
import { Fault } from "../../fault.ts";

type Id = string | number;

/**
 * What one annotation draws: polygons whose rings add up, a mask, or else its box; and its visible keypoints.
 * Box [x, y, width, height]; polygons [x1, y1, x2, y2, ...]; masks as runs down the columns, as numbers or text.
 * @throws Fault
 */
export function cocoMarks(
  annotation: JsonObject,
  categories: ReadonlyMap<Id, string>,
  size: Size | null,
): Annotation[] {
  const category = asId(annotation.category_id, "its category_id");
  const label = categories.get(category);
  if (label === undefined) throw new Fault("dangling-reference", `there is no category number ${category}.`);
  const box = annotation.bbox === undefined ? null : readBox(annotation.bbox);
  const shape = readSegmentation(annotation.segmentation, size) ?? box;
  const common = {
    class: label,
    ...(annotation.id === undefined ? {} : { id: asId(annotation.id, "its id") }),
    ...(annotation.iscrowd === 1 ? { crowd: true } : {}),
    ...attributesOf(annotation.attributes),
  };
  const points = readKeypoints(annotation.keypoints);
  return [
    ...(shape ? [{ ...shape, ...common }] : []),
    ...(points.length > 0 ? [{ kind: "points" as const, points, ...common }] : []),
  ];
}

function attributesOf(value: unknown) {
  const attributes = plainMembers(value);
  return Object.keys(attributes).length > 0 ? { attributes } : {};
}

function readBox(value: unknown): Annotation {
  const numbers = asNumbers(value, "its bbox");
  if (numbers.length !== 4) throw new Fault("bad-geometry", "its bbox has not four numbers.");
  const [x, y, width, height] = numbers;
  if (width < 0 || height < 0) throw new Fault("bad-geometry", "its bbox has a negative width or height.");
  return { kind: "box", x, y, width, height };
}

function readSegmentation(value: unknown, size: Size | null): Annotation | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) return readMask(asObject(value, "its segmentation"), size);
  if (value.length === 0) return null;
  const parts = value.map(readRing);
  return parts.length > 1 ? { kind: "polygon", parts, union: true } : { kind: "polygon", parts };
}

function readRing(value: unknown): Point[] {
  const numbers = asNumbers(value, "a polygon of it");
  if (numbers.length % 2 !== 0 || numbers.length < 6) {
    throw new Fault(
      "bad-geometry",
      `a polygon of it has ${numbers.length} numbers; it takes an even count from 6.`,
    );
  }
  return Array.from({ length: numbers.length / 2 }, (_, i): Point => [numbers[2 * i], numbers[2 * i + 1]]);
}

function readMask({ size: given, counts }: JsonObject, image: Size | null): Annotation {
  const bad = (fault: string) => new Fault("bad-rle", `its mask cannot be used: ${fault}.`);
  const [height, width] = asNumbers(given, "the size of its mask");
  if (image && (height !== image.height || width !== image.width)) {
    throw bad(`it is ${width} x ${height} pixels, the picture ${image.width} x ${image.height}`);
  }
  checkedSize(width, height);
  try {
    const runs =
      typeof counts === "string" ? decodeCocoCounts(counts) : asNumbers(counts, "the counts of its mask");
    return { kind: "mask", ...columnRunsToRows({ size: [height, width], counts: runs }) };
  } catch (error) {
    if (error instanceof RangeError) throw bad(error.message);
    throw error;
  }
}

/** Those that are marked as labelled, of [x1, y1, v1, x2, ...]. */
function readKeypoints(value: unknown): Point[] {
  if (value === undefined || value === null) return [];
  const numbers = asNumbers(value, "its keypoints");
  if (numbers.length % 3 !== 0) throw new Fault("bad-geometry", "its keypoints are no triples of numbers.");
  const points: Point[] = [];
  for (let i = 0; i < numbers.length; i += 3) {
    if (numbers[i + 2] > 0) points.push([numbers[i], numbers[i + 1]]);
  }
  return points;
}
