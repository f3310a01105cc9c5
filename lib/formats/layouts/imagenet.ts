import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import {
  type DeclaredClass,
  type DescribedRecord,
  emptyReading,
  NO_SPLIT,
  recordOf,
} from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { MAX_IMAGE_DESCRIPTION_BYTES } from "../dataset/limits.ts";
import { baseName, isPicture, withoutEnding } from "../dataset/picture-name.ts";
import { splitRole } from "../dataset/split-names.ts";
import { readCsv } from "../encodings/csv-rows.ts";
import { decodeText } from "../encodings/decode-text.ts";
import { faultProblem } from "../fault.ts";
import { readVocAnnotation } from "./parts/voc-annotation.ts";

const SYNSET = /^n\d{8}$/;
/** Validation and test pictures lie in one folder and are numbered. */
const NUMBERED = /^ILSVRC\d{4}_(val|test)_\d+$/;

/**
 * ImageNet: pictures in folders of WordNet synsets, boxes in XML files of the same names where there are any, names for
 * people in LOC_synset_mapping.txt, classes of the validation pictures in LOC_val_solution.csv.
 */
export const imageNet = defineFormat({
  id: "imagenet",
  name: "ImageNet",
  spec: "ILSVRC 2012 CLS-LOC as released, and its single class folders",
  async detect({ files }) {
    const pictures = files.filter(({ path }) => isPicture(path));
    const known = pictures.filter(({ path }) => synsetOf(path) !== null || NUMBERED.test(stemOf(path)));
    if (known.length === 0 || known.length < 0.9 * pictures.length) return null;
    const synsets = new Set(known.map(({ path }) => synsetOf(path)).filter((synset) => synset !== null));
    return { confidence: 0.97, reason: `pictures lie in ${synsets.size} folders of WordNet synsets` };
  },
  async read(folder) {
    const reading = emptyReading();
    const boxes = annotationsByPicture(folder);
    const solution = await readSolution(folder);
    for (const { path } of folder.files) {
      if (!isPicture(path)) continue;
      const synset = synsetOf(path);
      const numbered = NUMBERED.exec(stemOf(path));
      if (!synset && !numbered) {
        const message = "It lies in no folder named by a synset, such as n01440764.";
        reading.refused.push({ file: path, line: null, reason: "no-class", message });
        continue;
      }
      const annotation = boxes(path);
      try {
        const known = { split: splitOf(path), className: synset ?? solution.get(stemOf(path)) ?? null };
        reading.records.push(await withBoxes(folder, recordOf(path, known), annotation));
      } catch (error) {
        reading.refused.push(faultProblem(error, annotation));
      }
    }
    return { ...reading, classes: await readClasses(folder, reading.records) };
  },
});

const stemOf = (path: string) => withoutEnding(baseName(path));

function synsetOf(path: string): string | null {
  const parent = path.split("/").at(-2) ?? "";
  return SYNSET.test(parent) ? parent : null;
}

function splitOf(path: string): string {
  return path.split("/").findLast((part) => splitRole(part) !== null) ?? NO_SPLIT;
}

/** Annotation files by picture: the one with the same split, synset and name, or the only one with the same name. */
function annotationsByPicture({ files }: DatasetFolder): (picture: string) => string | null {
  const byName = new Map<string, string[]>();
  for (const { path } of files) {
    if (path.endsWith(".xml")) byName.set(stemOf(path), [...(byName.get(stemOf(path)) ?? []), path]);
  }
  const commonEnd = (a: string, b: string) => {
    const [as, bs] = [a.split("/").reverse(), b.split("/").reverse()];
    const differ = as.findIndex((part, i) => i > 0 && part !== bs[i]);
    return differ < 0 ? as.length : differ;
  };
  return (picture) => {
    const same = byName.get(stemOf(picture)) ?? [];
    return same.reduce<string | null>(
      (best, path) => (best === null || commonEnd(path, picture) > commonEnd(best, picture) ? path : best),
      null,
    );
  };
}

/** Boxes are taken as they stand: [xmin, ymin, xmax, ymax] counted from 0. */
async function withBoxes(
  folder: DatasetFolder,
  record: DescribedRecord,
  annotation: string | null,
): Promise<DescribedRecord> {
  if (annotation === null) return record;
  const { size, objects } = readVocAnnotation(
    await folder.read(annotation, MAX_IMAGE_DESCRIPTION_BYTES),
    annotation,
    0,
  );
  const className = record.className ?? objects[0]?.class ?? null;
  const regions = objects.map(({ difficult, truncated, ...box }) => box);
  return { ...record, className, size, regions };
}

/** Class by picture of the validation set: `ILSVRC2012_val_00048981,n03995372 85 1 499 272`. */
async function readSolution(folder: DatasetFolder): Promise<ReadonlyMap<string, string>> {
  const classes = new Map<string, string>();
  const file = folder.files.find(({ path }) => baseName(path) === "LOC_val_solution.csv")?.path;
  if (file === undefined) return classes;
  readCsv(await folder.read(file), file, {
    onHeader: () => {},
    onRow: (cells) => {
      const [picture, prediction] = [cells.get("ImageId"), cells.get("PredictionString")];
      const synset = prediction?.split(" ", 1)[0] ?? "";
      if (picture && SYNSET.test(synset)) classes.set(picture, synset);
    },
  });
  return classes;
}

/** Synsets in sorted order, as every loader of ImageNet numbers them. */
async function readClasses(
  folder: DatasetFolder,
  records: readonly DescribedRecord[],
): Promise<DeclaredClass[]> {
  const titles = new Map<string, string>();
  const file = folder.files.find(({ path }) => baseName(path) === "LOC_synset_mapping.txt")?.path;
  if (file !== undefined) {
    for (const line of decodeText(await folder.read(file), file).text.split(/\r?\n/)) {
      const [, synset, title] = /^(n\d{8})\s+(.+)$/.exec(line) ?? [];
      if (synset) titles.set(synset, title.trim());
    }
  }
  const used = records.flatMap(({ className }) => className ?? []);
  const names = [...new Set([...titles.keys(), ...used])].sort();
  return names.map((name, id) => {
    const title = titles.get(name);
    return title === undefined ? { name, id } : { name, id, title };
  });
}
