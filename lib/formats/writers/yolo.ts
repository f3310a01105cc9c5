import { stringify } from "yaml";
import type { Annotation, Point } from "../dataset/annotation.ts";
import { NO_SPLIT } from "../dataset/dataset-record.ts";
import { splitRole } from "../dataset/split-names.ts";
import { decimal } from "../encodings/decimal.ts";
import { labelPath } from "../layouts/yolo.ts";
import { plainName } from "./class-names.ts";
import {
  type DatasetWriter,
  defineWriter,
  type FittedSource,
  MARK_KEYS,
  type SizedRecord,
} from "./define-writer.ts";
import {
  asBox,
  asCorners,
  asRing,
  asRotatedBox,
  asSeamedRing,
  dropped,
  every,
  kept,
  usualSplits,
} from "./rules.ts";
import { splitNames } from "./split-names.ts";

/** A millionth of a pixel in a picture of 100 pixels, a thousandth in one of 100,000. */
const DECIMALS = 8;

const noPlace = dropped("a line of YOLO has a class and numbers alone");
const noArea = dropped("YOLO's labels are areas");

const SHAPES = {
  detect: {
    box: kept,
    "rotated-box": asBox,
    polygon: asBox,
    "polygon-holes": asBox,
    "polygon-union": asBox,
    ellipse: asBox,
    mask: asBox,
    points: noArea,
    polyline: noArea,
  },
  segment: {
    box: asRing,
    "rotated-box": asRing,
    polygon: kept,
    "polygon-holes": asSeamedRing,
    "polygon-union": asSeamedRing,
    ellipse: asRing,
    mask: asSeamedRing,
    points: noArea,
    polyline: noArea,
  },
  obb: {
    box: asCorners,
    "rotated-box": kept,
    polygon: asRotatedBox,
    "polygon-holes": asRotatedBox,
    "polygon-union": asRotatedBox,
    ellipse: asRotatedBox,
    mask: asRotatedBox,
    points: noArea,
    polyline: noArea,
  },
} satisfies Record<string, DatasetWriter["shapes"]>;

type YoloTask = keyof typeof SHAPES;

const TITLES = { detect: "YOLO boxes", segment: "YOLO segments", obb: "YOLO oriented boxes" };

/** A label file a picture, in shares of its sides; class numbers follow `data.yaml`. */
const yolo = (task: YoloTask): DatasetWriter =>
  defineWriter({
    id: `yolo-${task}`,
    title: TITLES[task],
    spec: "Ultralytics documentation, dataset formats",
    shapes: SHAPES[task],
    marks: { ...every(MARK_KEYS, noPlace), class: kept },
    images: {
      class: dropped(
        "YOLO's labels have no class for a whole picture; regions without one of their own get it",
      ),
      split: usualSplits("a folder for each; train, val and test come back", { validation: "val" }),
      attributes: dropped("YOLO has no attributes of a picture"),
    },
    precision: 0.001,
    needsClass: true,
    pictures: "apart",
    layout:
      "`images/<split>/`, with label files of the same names in `labels/<split>/` and class names in `data.yaml`",
    place: ({ file, split }) => `images/${folderOf(split)}${ownPath(file, folderOf(split))}`,
    sharesStems: true,
    className: plainName,
    passes: 1,
    async *write(source) {
      yield { path: "data.yaml", content: dataYaml(source, task) };
      const numbers = new Map(source.classes.map((name, i) => [name, i]));
      for await (const { record } of source.images()) {
        const lines = record.regions.map((mark) => lineOf(mark, numbers.get(mark.class!)!, record, task));
        yield { path: labelPath(record.file), content: lines.join("") };
      }
    },
  });

export const yoloWriters: readonly DatasetWriter[] = [yolo("detect"), yolo("segment"), yolo("obb")];

/** A folder a split; none for pictures of no split. */
function folderOf(split: string): string {
  return split === NO_SPLIT ? "" : `${splitNames([split], { validation: "val" }).get(split)}/`;
}

/** Pictures that come from such folders do not get them twice. */
function ownPath(file: string, folder: string): string {
  const below = file.startsWith("images/") ? file.slice("images/".length) : file;
  return folder !== "" && below.startsWith(folder) ? below.slice(folder.length) : below;
}

function dataYaml({ classes, splits }: FittedSource, task: YoloTask): string {
  const folders = splits.flatMap((split) => {
    const role = splitRole(split);
    const key = role === "validation" ? "val" : role;
    return key === null ? [] : [[key, `images/${folderOf(split).slice(0, -1)}`]];
  });
  return stringify({ path: ".", task, ...Object.fromEntries(folders), names: classes });
}

function lineOf(mark: Annotation, classId: number, { size }: SizedRecord, task: YoloTask): string {
  return `${[classId, ...numbersOf(mark, size, task)].join(" ")}\n`;
}

function numbersOf(mark: Annotation, { width, height }: SizedRecord["size"], task: YoloTask): string[] {
  const shares = (points: readonly Point[]) =>
    points.flatMap(([x, y]) => [decimal(x / width, DECIMALS), decimal(y / height, DECIMALS)]);
  if (task === "detect" && mark.kind === "box") {
    const [w, h] = [mark.width / width, mark.height / height];
    return [mark.x / width + w / 2, mark.y / height + h / 2, w, h].map((share) => decimal(share, DECIMALS));
  }
  if (mark.kind === "rotated-box") return shares(mark.corners);
  if (mark.kind === "polygon") return shares(mark.parts[0]);
  throw new Error(`a ${mark.kind} is no label of ${task}`);
}
