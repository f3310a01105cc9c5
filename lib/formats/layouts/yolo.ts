import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import { emptyReading, NO_SPLIT, recordOf } from "../dataset/dataset-record.ts";
import {
  type DatasetFormat,
  type Detection,
  defineFormat,
  type LayoutReading,
} from "../dataset/define-format.ts";
import { MAX_IMAGE_DESCRIPTION_BYTES } from "../dataset/limits.ts";
import { measurePicture } from "../dataset/measure-pictures.ts";
import { baseName, folderOf, isPicture, withoutEnding } from "../dataset/picture-name.ts";
import { splitRole } from "../dataset/split-names.ts";
import { decodeText } from "../encodings/decode-text.ts";
import { printable } from "../encodings/printable.ts";
import { Fault, faultProblem } from "../fault.ts";
import { guessTask, readYoloLines, type YoloLine, type YoloTask, yoloMark } from "./parts/yolo-lines.ts";
import { readYoloNames, type YoloNames } from "./parts/yolo-names.ts";

/** Label files looked at to tell what they hold. */
const SAMPLE = 40;

const TASKS: Readonly<Record<YoloTask, { id: string; name: string }>> = {
  detect: { id: "yolo-detect", name: "YOLO boxes" },
  segment: { id: "yolo-segment", name: "YOLO segments" },
  obb: { id: "yolo-obb", name: "YOLO oriented boxes" },
};

/**
 * A label file a picture (`images/a.jpg` -> `labels/a.txt`), class names in data.yaml. Numbers are shares of the picture's
 * sides, so every picture's header is read. A picture without label file, or with an empty one, shows nothing.
 */
const yolo = (task: YoloTask): DatasetFormat =>
  defineFormat({
    ...TASKS[task],
    spec: "Ultralytics documentation, dataset formats",
    detect: async (folder) => ((await taskOf(folder)) === task ? detection(folder) : null),
    read: (folder) => readYolo(folder, task),
  });

export const yoloFormats: readonly DatasetFormat[] = [yolo("detect"), yolo("segment"), yolo("obb")];

async function detection(folder: DatasetFolder): Promise<Detection> {
  const { file } = await readYoloNames(folder);
  const labels = labelFiles(folder).length;
  if (file?.match(/ya?ml$/))
    return { confidence: 0.95, reason: `${file} names classes, ${labels} label files have numbers` };
  return { confidence: 0.85, reason: `${labels} label files have class numbers and shares of the picture` };
}

/** Files of numbers that belong to a picture. */
function labelFiles({ files, has }: DatasetFolder): string[] {
  return files.flatMap(({ path }) => (isPicture(path) && has(labelPath(path)) ? [labelPath(path)] : []));
}

/** The last folder called images becomes labels; without one the label file lies beside the picture. */
export function labelPath(picture: string): string {
  return `${withoutEnding(picture).replace(/(^|.*\/)images\//, "$1labels/")}.txt`;
}

const tasks = new WeakMap<DatasetFolder, Promise<YoloTask | null>>();

/** Asked by each of the three layouts, found out once. */
function taskOf(folder: DatasetFolder): Promise<YoloTask | null> {
  const task = tasks.get(folder) ?? findTask(folder);
  tasks.set(folder, task);
  return task;
}

/** Null when the folder is not YOLO's: the label files that are sampled do not all hold numbers. */
async function findTask(folder: DatasetFolder): Promise<YoloTask | null> {
  const labels = labelFiles(folder);
  if (labels.length === 0) return null;
  const { file, task } = await readYoloNames(folder);
  const lines: YoloLine[] = [];
  for (const path of labels.slice(0, SAMPLE)) {
    try {
      const text = new TextDecoder().decode(await folder.peek(path, 100_000));
      lines.push(...readYoloLines(text.length >= 100_000 ? text.slice(0, text.lastIndexOf("\n")) : text));
    } catch (error) {
      faultProblem(error, path);
      return null;
    }
  }
  if (lines.length === 0 && file === null) return null;
  return task === "obb" || task === "segment" || task === "detect" ? task : guessTask(lines);
}

async function readYolo(folder: DatasetFolder, task: YoloTask): Promise<LayoutReading> {
  const names = await readYoloNames(folder);
  const reading = emptyReading();
  reading.refused.push(...names.problems);
  let quadrilaterals = 0;
  for (const { path } of folder.files) {
    if (!isPicture(path)) continue;
    const label = labelPath(path);
    try {
      const lines = folder.has(label)
        ? readYoloLines(decodeText(await folder.read(label, MAX_IMAGE_DESCRIPTION_BYTES), label).text)
        : [];
      const size = lines.length > 0 ? await sizeOf(folder, path) : null;
      const regions = lines.map((line) => ({ ...yoloMark(line, task, size!), class: nameOf(names, line) }));
      quadrilaterals += lines.filter(({ numbers }) => numbers.length === 8).length;
      reading.records.push(recordOf(path, { split: splitOf(path, names), size, regions }));
    } catch (error) {
      reading.refused.push(faultProblem(error, label));
    }
  }
  if (quadrilaterals > 0 && task !== "detect") {
    const other = task === "obb" ? TASKS.segment : TASKS.obb;
    const message = `${quadrilaterals} lines have four corners and are read as ${TASKS[task].name}; for the other meaning give the layout ${other.id}.`;
    reading.warnings.push({ file: null, line: null, reason: "four-corners", message });
  }
  return { ...reading, classes: [...names.names].map(([id, name]) => ({ id, name })) };
}

async function sizeOf(folder: DatasetFolder, path: string) {
  try {
    return await measurePicture(folder.source, path);
  } catch (error) {
    throw new Fault(
      "bad-picture",
      `Its picture ${path} has no size to measure by: ${(error as Error).message}`,
    );
  }
}

/** Numbers beyond the names are a fault where there are names; without any, the number is the name. */
function nameOf({ names, file }: YoloNames, { classId, line }: YoloLine): string {
  const name = names.get(classId);
  if (name !== undefined) return name;
  if (names.size === 0) return String(classId);
  throw new Fault(
    "dangling-reference",
    `Line ${line} is of class ${classId}, which ${printable(file ?? "")} does not name.`,
  );
}

/** By the folders that data.yaml gives, else by a folder called like a split. */
function splitOf(path: string, { splits }: YoloNames): string {
  const folder = folderOf(path);
  for (const [split, folders] of splits) {
    const inside = folders.some((each) => folder.includes(`${baseFolder(each)}/`));
    if (inside) return split;
  }
  return path.split("/").findLast((part) => splitRole(part) !== null) ?? NO_SPLIT;
}

/** `../train/images/` -> `train/images`. */
function baseFolder(folder: string): string {
  return folder.replace(/^(\.{0,2}\/)+/, "").replace(/\/+$/, "") || baseName(folder);
}
