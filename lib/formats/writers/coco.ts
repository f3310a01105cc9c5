import { maskBounds } from "#lib/imaging/box.ts";
import { decodeMask } from "#lib/imaging/mask-runs.ts";
import { type Annotation, type AnnotationShape, annotationArea } from "../dataset/annotation.ts";
import { boundsOf } from "../dataset/convert-shapes.ts";
import { encodeCocoCounts, rowRunsToColumns } from "../encodings/coco-rle.ts";
import { anyName } from "./class-names.ts";
import { defineWriter, type FittedSource, type SizedRecord } from "./define-writer.ts";
import { asAttribute, asMask, asRing, dropped, kept, keptIf, usualSplits, wholeNumber } from "./rules.ts";
import { splitNames } from "./split-names.ts";

/**
 * COCO: a file a split with images, annotations and categories. Written in two passes, images first, so that nothing is held
 * but the numbers in use.
 */
export const coco = defineWriter({
  id: "coco",
  title: "COCO",
  spec: "Lin et al. 2014; the data format page of COCO and the run lengths of its mask API",
  shapes: {
    box: kept,
    "rotated-box": asRing,
    polygon: kept,
    "polygon-holes": asMask,
    "polygon-union": kept,
    ellipse: asRing,
    mask: keptIf("as compressed run lengths"),
    points: keptIf("as keypoints"),
    polyline: dropped("COCO has no open lines"),
  },
  marks: {
    class: kept,
    id: wholeNumber,
    crowd: kept,
    difficult: asAttribute("difficult"),
    truncated: asAttribute("truncated"),
    occluded: asAttribute("occluded"),
    order: asAttribute("order"),
    attributes: kept,
  },
  images: {
    class: dropped("COCO has no class for a whole picture; regions without one of their own get it"),
    split: usualSplits("a file of annotations for each; the usual names come back"),
    attributes: {
      fate: "converted",
      into: "the picture's number: its `image_id`, where that is a whole number above 0, once",
      change: (record) => {
        const { image_id: id } = record.attributes;
        return {
          ...record,
          attributes: id === undefined ? ({} as typeof record.attributes) : { image_id: id },
        };
      },
    },
  },
  precision: 0,
  needsClass: true,
  pictures: "apart",
  layout: "pictures under their own paths, `instances_<split>.json` beside them",
  place: ({ file }) => file,
  sharesStems: false,
  className: anyName,
  passes: 2,
  async *write(source) {
    const numberOf = givenNumbers(source.largestNumber);
    for (const [split, name] of splitNames(source.splits)) {
      yield { path: `instances_${name}.json`, content: fileContent(source, split, numberOf) };
    }
  },
});

/** Hands out numbers above all that are there; a wish is granted once. */
function givenNumbers(largest: number) {
  const used = new Set<number>();
  let last = largest;
  return (wish: unknown): number => {
    const isFree = Number.isSafeInteger(wish) && Number(wish) > 0 && !used.has(Number(wish));
    const number = isFree ? Number(wish) : ++last;
    used.add(number);
    return number;
  };
}

async function* fileContent(
  source: FittedSource,
  split: string,
  numberOf: (wish: unknown) => number,
): AsyncGenerator<string> {
  yield '{"info":{"description":"Exported from Whynot"},"licenses":[],"images":[';
  let separator = "\n";
  const imageNumber = givenNumbers(source.largestNumber);
  for await (const { file, size, attributes } of source.pictures(split)) {
    const image = { id: imageNumber(attributes.image_id), file_name: file, ...size };
    yield `${separator}${JSON.stringify(image)}`;
    separator = ",\n";
  }
  yield '\n],"annotations":[';
  separator = "\n";
  const categories = new Map(source.classes.map((name, i) => [name, i + 1]));
  const sameImageNumber = givenNumbers(source.largestNumber);
  for await (const { record } of source.images(split)) {
    const image = sameImageNumber(record.attributes.image_id);
    for (const group of withKeypoints(record.regions)) {
      const id = numberOf(group[0].id);
      yield `${separator}${JSON.stringify(annotationOf(group, id, image, categories, record))}`;
      separator = ",\n";
    }
  }
  yield '\n],"categories":[';
  yield [...categories].map(([name, id]) => `\n${JSON.stringify({ id, name, supercategory: "" })}`).join(",");
  yield "\n]}\n";
}

/** Keypoints right after the shape of the same object are one annotation with it, as they were read from one. */
function withKeypoints(marks: readonly Annotation[]): Annotation[][] {
  const groups: Annotation[][] = [];
  for (const mark of marks) {
    const before = groups.at(-1);
    if (before?.length === 1 && before[0].kind !== "points" && isOfSameObject(before[0], mark))
      before.push(mark);
    else groups.push([mark]);
  }
  return groups;
}

function isOfSameObject(shape: Annotation, points: Annotation): boolean {
  const said = ({ class: label, crowd, attributes }: Annotation) =>
    JSON.stringify([label, crowd === true, attributes ?? {}]);
  return (
    points.kind === "points" &&
    points.id !== undefined &&
    points.id === shape.id &&
    said(shape) === said(points)
  );
}

function annotationOf(
  group: readonly Annotation[],
  id: number,
  image: number,
  categories: ReadonlyMap<string, number>,
  { size }: SizedRecord,
) {
  const [mark] = group;
  const points = group.find((each) => each.kind === "points");
  return {
    id,
    image_id: image,
    category_id: categories.get(mark.class!),
    iscrowd: mark.crowd ? 1 : 0,
    area: annotationArea(mark),
    ...shapeOf(mark, size),
    ...(points?.kind === "points"
      ? { keypoints: points.points.flatMap(([x, y]) => [x, y, 2]), num_keypoints: points.points.length }
      : {}),
    ...(mark.attributes ? { attributes: mark.attributes } : {}),
  };
}

/** A box has no segmentation; keypoints alone have neither. */
function shapeOf(shape: AnnotationShape, { width, height }: SizedRecord["size"]): object {
  if (shape.kind === "box") {
    return { bbox: [shape.x, shape.y, shape.width, shape.height], segmentation: [] };
  }
  if (shape.kind === "polygon") {
    const [left, top, right, bottom] = boundsOf(shape.parts.flat());
    return {
      bbox: [left, top, right - left, bottom - top],
      segmentation: shape.parts.map((ring) => ring.flat()),
    };
  }
  if (shape.kind === "mask") {
    const box = maskBounds(decodeMask(shape)) ?? { x: 0, y: 0, width: 0, height: 0 };
    return {
      bbox: [box.x, box.y, box.width, box.height],
      segmentation: { size: [height, width], counts: encodeCocoCounts(rowRunsToColumns(shape).counts) },
    };
  }
  return {};
}
