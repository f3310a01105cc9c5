import { AppError } from "#lib/errors.ts";
import type { Annotation } from "../dataset/annotation.ts";
import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import { type DescribedRecord, emptyReading, NO_SPLIT, recordOf } from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { MAX_PICTURE_BYTES } from "../dataset/limits.ts";
import { readMaskPicture } from "../dataset/mask-picture.ts";
import { folderOf, withoutEnding } from "../dataset/picture-name.ts";
import { parseNumber } from "../encodings/parse-number.ts";
import { Fault, faultProblem } from "../fault.ts";
import { pathProblem } from "../sources/safe-path.ts";
import { readIndexLines } from "./parts/index-lines.ts";

/** Birds with a box, a segmentation and visible parts each. */
export const cub200 = defineFormat({
  id: "cub-200-2011",
  name: "Caltech-UCSD Birds 200-2011",
  spec: "Wah et al. 2011, CNS-TR-2011-001, with the segmentations released in 2022",
  async detect(folder) {
    const root = findRoot(folder);
    if (root === null) return null;
    return {
      confidence: 0.99,
      reason: "images.txt, classes.txt and image_class_labels.txt stand side by side",
    };
  },
  async read(folder) {
    const root = findRoot(folder);
    if (root === null) {
      throw new AppError("invalid", "There is no images.txt beside a classes.txt here.", {
        reason: "no-description",
      });
    }
    const tables = await readTables(folder, root);
    const reading = emptyReading();
    const seen = new Set<string>();
    for (const { key: id, rest: name, line } of await readIndexLines(folder, `${root}images.txt`)) {
      const path = `${root}images/${name}`;
      try {
        if (seen.has(id)) throw new Fault("duplicate-id", `The image number ${id} is given twice.`);
        seen.add(id);
        const problem = pathProblem(name);
        if (problem) throw new Fault("bad-path", `Its path ${problem}.`);
        if (!folder.has(path)) throw new Fault("missing", `There is no picture ${path}.`);
        reading.records.push(await readBird(folder, root, tables, { id, name, path, line }));
      } catch (error) {
        reading.refused.push(faultProblem(error, `${root}images.txt`, line));
      }
    }
    return { ...reading, classes: [...tables.classes].map(([id, name]) => ({ id: Number(id), name })) };
  },
});

function findRoot({ files, has }: DatasetFolder): string | null {
  const roots = files
    .filter(({ path }) => /(^|\/)images\.txt$/.test(path))
    .map(({ path }) => folderOf(path))
    .filter((root) => has(`${root}image_class_labels.txt`) && has(`${root}classes.txt`));
  return roots[0] ?? null;
}

interface Part {
  label: string;
  location: string;
}

/** What the tables say, by image number. */
interface Tables {
  classes: ReadonlyMap<string, string>;
  classOf: ReadonlyMap<string, string>;
  isTraining: ReadonlyMap<string, string>;
  boxes: ReadonlyMap<string, string>;
  parts: ReadonlyMap<string, Part[]>;
}

async function readTables(folder: DatasetFolder, root: string): Promise<Tables> {
  const table = async (name: string) => {
    const lines = await readIndexLines(folder, `${root}${name}`);
    return new Map(lines.map(({ key, rest }) => [key, rest]));
  };
  const partNames = await table("parts/parts.txt");
  const parts = new Map<string, Part[]>();
  for (const { key, rest } of await readIndexLines(folder, `${root}parts/part_locs.txt`)) {
    const [part, x, y, visible] = rest.split(/\s+/);
    if (visible !== "1") continue;
    const list = parts.get(key) ?? [];
    list.push({ label: partNames.get(part) ?? `part ${part}`, location: `${x} ${y}` });
    parts.set(key, list);
  }
  return {
    classes: await table("classes.txt"),
    classOf: await table("image_class_labels.txt"),
    isTraining: await table("train_test_split.txt"),
    boxes: await table("bounding_boxes.txt"),
    parts,
  };
}

async function readBird(
  folder: DatasetFolder,
  root: string,
  tables: Tables,
  { id, name, path, line }: { id: string; name: string; path: string; line: number },
): Promise<DescribedRecord> {
  const classId = tables.classOf.get(id);
  const className = classId === undefined ? null : tables.classes.get(classId);
  if (className === undefined)
    throw new Fault("dangling-reference", `There is no class ${classId} in classes.txt.`);
  const training = tables.isTraining.get(id);
  const regions: Annotation[] = [];
  const box = tables.boxes.get(id);
  if (box !== undefined) regions.push(readBox(box));
  const segmentation = segmentationOf(folder, root, name);
  if (segmentation !== null) {
    regions.push({
      kind: "mask",
      ...(await readMaskPicture(await folder.read(segmentation, MAX_PICTURE_BYTES))),
    });
  }
  for (const { label, location } of tables.parts.get(id) ?? []) {
    const [x, y] = location.split(" ").map((text) => parseNumber(text, `The place of ${label}`));
    regions.push({ kind: "points", points: [[x, y]], class: label });
  }
  const split = training === undefined ? NO_SPLIT : training === "1" ? "train" : "test";
  return recordOf(path, { className, split, regions, line, attributes: { image_id: Number(id) } });
}

/** x, y, width, height as given. */
function readBox(text: string): Annotation {
  const [x, y, width, height] = text.split(/\s+/).map((number) => parseNumber(number, "A number of its box"));
  if (height === undefined || width < 0 || height < 0)
    throw new Fault("bad-geometry", "Its box is not x y width height.");
  return { kind: "box", x, y, width, height };
}

function segmentationOf(folder: DatasetFolder, root: string, name: string): string | null {
  const beside = folderOf(root.slice(0, -1));
  const file = `segmentations/${withoutEnding(name)}.png`;
  return [`${root}${file}`, `${beside}${file}`].find((path) => folder.has(path)) ?? null;
}
