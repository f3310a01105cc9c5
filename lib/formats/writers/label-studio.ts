import type { Annotation, Point } from "../dataset/annotation.ts";
import { unturnBox } from "../dataset/unturn-box.ts";
import { encodeBrushMask } from "../encodings/write-brush-rle.ts";
import { anyName } from "./class-names.ts";
import { rectangleOrRing } from "./cvat.ts";
import { defineWriter, type FittedSource, type MarkRule, type SizedRecord } from "./define-writer.ts";
import { asAttribute, asMask, asSinglePoints, attributesAsText, dropped, kept, keptIf } from "./rules.ts";

/** The longest text of a choice. */
const MAX_CHOICE = 200;

const attributesAsChoices: MarkRule = {
  fate: "converted",
  into: `texts of at most ${MAX_CHOICE} characters, as choices for the region`,
  change(mark) {
    if (mark.attributes === undefined || attributesAsText.fate !== "converted") return mark;
    const { attributes = {}, ...rest } = attributesAsText.change(mark);
    const short = Object.entries(attributes).map(([key, text]) => [key, String(text).slice(0, MAX_CHOICE)]);
    return (short.length > 0 ? { ...rest, attributes: Object.fromEntries(short) } : rest) as Annotation;
  },
};

/** Label Studio's JSON: a list of tasks, an annotation each; geometry in percent of the picture's sides. */
export const labelStudio = defineWriter({
  id: "label-studio",
  title: "Label Studio JSON",
  spec: "Label Studio documentation, the JSON export format and its brush masks",
  shapes: {
    box: kept,
    "rotated-box": rectangleOrRing,
    polygon: kept,
    "polygon-holes": asMask,
    "polygon-union": asMask,
    ellipse: kept,
    mask: keptIf("as a brush mask"),
    points: asSinglePoints,
    polyline: dropped("Label Studio has no open lines"),
  },
  marks: {
    class: kept,
    id: keptIf("each once in a picture"),
    crowd: asAttribute("crowd"),
    difficult: asAttribute("difficult"),
    truncated: asAttribute("truncated"),
    occluded: asAttribute("occluded"),
    order: asAttribute("order"),
    attributes: attributesAsChoices,
  },
  images: {
    class: keptIf("as a choice"),
    split: {
      fate: "converted",
      into: "`split` among the task's data, which is not read back",
      change: (record) => ({ ...record, split: "all" }),
    },
    attributes: {
      fate: "converted",
      into: "texts and numbers",
      change: (record) => ({ ...record, attributes: textsAndNumbers(record.attributes) }),
    },
  },
  precision: 0.001,
  needsClass: true,
  pictures: "apart",
  layout: "pictures under their own paths, `tasks.json` beside them; serve the folder as local files",
  place: ({ file }) => file,
  sharesStems: false,
  className: anyName,
  passes: 1,
  async *write(source) {
    yield { path: "tasks.json", content: tasks(source) };
  },
});

function textsAndNumbers(attributes: SizedRecord["attributes"]): SizedRecord["attributes"] {
  const said = Object.entries(attributes).filter(([, value]) => value !== null);
  return Object.fromEntries(
    said.map(([key, value]) => [key, typeof value === "boolean" ? String(value) : value]),
  );
}

async function* tasks({ images }: FittedSource): AsyncGenerator<string> {
  let id = 0;
  for await (const { record } of images()) {
    yield `${id === 0 ? "[\n" : ",\n"}${JSON.stringify(taskOf(record, ++id))}`;
  }
  yield "\n]\n";
}

function taskOf(record: SizedRecord, id: number): object {
  const { file, split, className, size, regions, attributes } = record;
  const place = {
    to_name: "image",
    original_width: size.width,
    original_height: size.height,
    image_rotation: 0,
  };
  const picture = Object.entries(attributes).map(([key, value]) =>
    typeof value === "number"
      ? { type: "number", from_name: key, to_name: "image", value: { number: value } }
      : { type: "textarea", from_name: key, to_name: "image", value: { text: [value] } },
  );
  const idOf = distinctIds();
  const results = regions.flatMap((mark) => {
    const about = { id: idOf(mark.id), ...place };
    const { type, value } = shapeOf(mark, size);
    const labels = `${type}labels`;
    return [
      { ...about, type: labels, from_name: type, value: { ...value, [labels]: [mark.class] } },
      ...Object.entries(mark.attributes ?? {}).map(([key, text]) => ({
        ...about,
        type: "choices",
        from_name: key,
        value: { choices: [text] },
      })),
    ];
  });
  // The picture's own choice comes first: no region can be meant by it.
  const choice =
    className === null
      ? []
      : [{ type: "choices", from_name: "class", to_name: "image", value: { choices: [className] } }];
  return {
    id,
    data: { image: `/data/local-files/?d=${encodeURIComponent(file)}`, split },
    annotations: [
      { id, was_cancelled: false, ground_truth: true, result: [...choice, ...picture, ...results] },
    ],
    predictions: [],
  };
}

/** The given id, the first time it comes; else one that nothing has. */
function distinctIds() {
  const taken = new Set<string>();
  return (wish: Annotation["id"]): string | number => {
    let id = wish ?? `r${taken.size + 1}`;
    for (let time = 2; taken.has(String(id)); time++) id = `${wish ?? "r"}-${time}`;
    taken.add(String(id));
    return id;
  };
}

const percent = (value: number, side: number) => (100 * value) / side;

function shapeOf(mark: Annotation, { width, height }: SizedRecord["size"]): { type: string; value: object } {
  const at = ([x, y]: Point): Point => [percent(x, width), percent(y, height)];
  const rectangle = ([left, top]: Point, w: number, h: number, rotation: number) => {
    const [x, y] = at([left, top]);
    return {
      type: "rectangle",
      value: { x, y, width: percent(w, width), height: percent(h, height), rotation },
    };
  };
  switch (mark.kind) {
    case "box":
      return rectangle([mark.x, mark.y], mark.width, mark.height, 0);
    case "rotated-box": {
      const turned = unturnBox(mark.corners)!;
      return rectangle(mark.corners[0], turned.width, turned.height, turned.degrees);
    }
    case "polygon":
      return { type: "polygon", value: { points: mark.parts[0].map(at), closed: true } };
    case "ellipse": {
      const [x, y] = at([mark.cx, mark.cy]);
      const radii = { radiusX: percent(mark.rx, width), radiusY: percent(mark.ry, height) };
      return { type: "ellipse", value: { x, y, ...radii, rotation: mark.rotation } };
    }
    case "mask":
      return { type: "brush", value: { format: "rle", rle: [...encodeBrushMask(mark)] } };
    default: {
      const [x, y] = at(mark.points[0]);
      return { type: "keypoint", value: { x, y, width: 0.5 } };
    }
  }
}
