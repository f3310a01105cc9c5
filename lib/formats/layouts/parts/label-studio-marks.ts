import type { Size } from "#lib/imaging/region.ts";
import type { Annotation, AttributeValue, Point } from "../../dataset/annotation.ts";
import { turnBox } from "../../dataset/turn-box.ts";
import { decodeBrushMask } from "../../encodings/brush-rle.ts";
import { asId, asName, asNumber, asNumbers, asObject, type JsonObject } from "../../encodings/json-fields.ts";
import { checkedSize } from "../../encodings/parse-number.ts";
import { Fault } from "../../fault.ts";

/** What one annotation of a task says about its picture. */
export interface StudioAnnotation {
  size: Size | null;
  /** The first choice made for the whole picture. */
  className: string | null;
  marks: Annotation[];
  /** Texts, numbers and further choices for the whole picture, by the name of their control. */
  attributes: Record<string, AttributeValue>;
  /** Kinds of results that are not read. */
  unread: string[];
}

/**
 * Reads the results of one annotation. Geometry is in percent of `original_width` and `original_height`; degrees turn
 * clockwise on screen, a box about its top-left corner.
 * @throws Fault
 */
export function readStudioResults(results: readonly unknown[]): StudioAnnotation {
  const found: StudioAnnotation = { size: null, className: null, marks: [], attributes: {}, unread: [] };
  const objects = results.map((result, i) => asObject(result, `result ${i + 1}`));
  const labels = labelsById(objects);
  for (const result of objects) {
    const type = typeof result.type === "string" ? result.type : "";
    const draw = SHAPES[type.replace(/labels$/, "")];
    if (draw && type !== "labels") {
      const size = sizeOf(result, found.size);
      found.size = size;
      const value = asObject(result.value, "a value");
      const label = firstLabel(value, type) ?? labels.get(String(result.id));
      found.marks.push({
        ...draw(value, size),
        ...(label === undefined ? {} : { class: asName(label, "a label") }),
        ...(result.id === undefined ? {} : { id: asId(result.id, "a result's id") }),
      });
    } else if (type === "choices") takeChoice(result, found);
    else if (["textarea", "number", "rating"].includes(type)) takeAttribute(result, type, found);
    else if (type !== "labels" && type !== "relation" && !found.unread.includes(type))
      found.unread.push(type.slice(0, 40));
  }
  return found;
}

/** Labels given apart from the shape, under the same id. */
function labelsById(objects: readonly JsonObject[]): ReadonlyMap<string, unknown> {
  return new Map(
    objects.flatMap(({ id, type, value }): [string, unknown][] => {
      const label = type === "labels" ? firstLabel(value as JsonObject, "labels") : undefined;
      return label === undefined ? [] : [[String(id), label]];
    }),
  );
}

function firstLabel(value: JsonObject | null | undefined, type: string): unknown {
  const list = value?.[type] ?? value?.labels;
  return Array.isArray(list) ? list[0] : undefined;
}

function sizeOf(result: JsonObject, before: Size | null): Size {
  const size = checkedSize(
    asNumber(result.original_width, "original_width"),
    asNumber(result.original_height, "original_height"),
  );
  if (before && (before.width !== size.width || before.height !== size.height)) {
    throw new Fault("bad-dimensions", "its results are of pictures of different sizes.");
  }
  if (typeof result.image_rotation === "number" && result.image_rotation !== 0) {
    throw new Fault(
      "rotated-image",
      "the picture was turned while it was annotated: turn the file and annotate it upright.",
    );
  }
  return size;
}

function takeChoice(result: JsonObject, found: StudioAnnotation): void {
  const { choices } = asObject(result.value, "a value");
  const [choice] = Array.isArray(choices) ? choices : [];
  if (choice === undefined) return;
  const name = asName(choice, "a choice");
  const owner = found.marks.find((mark) => mark.id === result.id);
  const control = typeof result.from_name === "string" ? result.from_name.slice(0, 200) : "choice";
  if (owner) owner.attributes = { ...owner.attributes, [control]: name };
  else if (found.className === null) found.className = name;
  else found.attributes[control] = name;
}

function takeAttribute(result: JsonObject, type: string, found: StudioAnnotation): void {
  const value = asObject(result.value, "a value");
  const content = type === "textarea" ? value.text : value[type];
  const plain = Array.isArray(content) ? content.join("\n").slice(0, 2000) : content;
  const control = typeof result.from_name === "string" ? result.from_name.slice(0, 200) : type;
  if (control !== "__proto__" && (typeof plain === "string" || typeof plain === "number"))
    found.attributes[control] = plain;
}

type Draw = (value: JsonObject, size: Size) => Annotation;

const SHAPES: Readonly<Record<string, Draw>> = Object.assign(Object.create(null), {
  rectangle(value, { width, height }) {
    const [x, y] = [share(value, "x", width), share(value, "y", height)];
    const box = { x, y, width: share(value, "width", width), height: share(value, "height", height) };
    if (box.width < 0 || box.height < 0)
      throw new Fault("bad-geometry", "a rectangle has a negative width or height.");
    const rotation = value.rotation === undefined ? 0 : asNumber(value.rotation, "a rotation");
    if (rotation === 0) return { kind: "box", ...box };
    return { kind: "rotated-box", corners: turnBox(box, rotation, [x, y]) };
  },
  polygon(value, { width, height }) {
    if (!Array.isArray(value.points) || value.points.length < 3) {
      throw new Fault("bad-geometry", "a polygon has fewer than 3 points.");
    }
    const points = value.points.map((point): Point => {
      const [x, y] = asNumbers(point, "a point of a polygon");
      return [(asNumber(x, "x") * width) / 100, (asNumber(y, "y") * height) / 100];
    });
    return { kind: "polygon", parts: [points] };
  },
  ellipse(value, { width, height }) {
    const rotation = value.rotation === undefined ? 0 : asNumber(value.rotation, "a rotation");
    const [cx, cy] = [share(value, "x", width), share(value, "y", height)];
    return {
      kind: "ellipse",
      cx,
      cy,
      rx: share(value, "radiusX", width),
      ry: share(value, "radiusY", height),
      rotation,
    };
  },
  keypoint: (value, { width, height }) => ({
    kind: "points",
    points: [[share(value, "x", width), share(value, "y", height)]],
  }),
  brush(value, size) {
    if (value.format !== "rle") throw new Fault("bad-rle", "a brush mask is not packed as rle.");
    const bytes = asNumbers(value.rle, "the bytes of a brush mask");
    if (!bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)) {
      throw new Fault("bad-rle", "a brush mask holds more than bytes.");
    }
    try {
      return { kind: "mask", ...decodeBrushMask(Uint8Array.from(bytes), size) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Fault("bad-rle", `a brush mask cannot be used: ${error.message}.`);
    }
  },
} satisfies Record<string, Draw>);

function share(value: JsonObject, key: string, side: number): number {
  return (asNumber(value[key], `"${key}" of a shape`) * side) / 100;
}
