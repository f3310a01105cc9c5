import { AppError } from "#lib/errors.ts";
import { encodeMask } from "#lib/imaging/mask-runs.ts";
import type { PngSamples } from "#lib/imaging/png-samples.ts";
import type { Annotation } from "../dataset/annotation.ts";
import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import { emptyReading, NO_SPLIT, recordOf } from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { MAX_IMAGE_DESCRIPTION_BYTES, MAX_PICTURE_BYTES } from "../dataset/limits.ts";
import { readLabels } from "../dataset/mask-picture.ts";
import { baseName, withoutEnding } from "../dataset/picture-name.ts";
import { pictureStems } from "../dataset/picture-stems.ts";
import { Fault, faultProblem } from "../fault.ts";
import { readIndexLines } from "./parts/index-lines.ts";
import { readVocAnnotation, type VocAnnotation } from "./parts/voc-annotation.ts";

const LABEL_PICTURE = /(^|\/)Segmentation(Object|Class)\//;
/** Pixels that belong to nothing: the border around objects. */
const VOID = 255;

/** Pascal VOC: an XML file a picture with boxes, PNG files with segmentations, splits as lists of names. */
export const voc = defineFormat({
  id: "voc",
  name: "Pascal VOC",
  spec: "Everingham et al. 2012, the VOC2012 development kit",
  async detect(folder) {
    const files = annotationFiles(folder);
    if (files.length === 0) return null;
    const start = new TextDecoder().decode(await folder.peek(files[0], 2000));
    if (!/<annotation[\s>]/.test(start)) return null;
    const isNamed = /(^|\/)Annotations\//.test(files[0]);
    return {
      confidence: isNamed ? 0.95 : 0.85,
      reason: `${files.length} XML files with an <annotation> each`,
    };
  },
  async read(folder) {
    const files = annotationFiles(folder);
    if (files.length === 0)
      throw new AppError("invalid", "There are no .xml files here.", { reason: "no-description" });
    const picturesOf = pictureStems(folder);
    const splits = await readSplits(folder);
    const segmentations = segmentationFiles(folder);
    const reading = emptyReading();
    let withParts = 0;
    for (const file of files) {
      try {
        const annotation = readVocAnnotation(await folder.read(file, MAX_IMAGE_DESCRIPTION_BYTES), file, 1);
        if (annotation.hasParts) withParts++;
        const path = pictureOf(file, annotation, picturesOf);
        const stem = withoutEnding(baseName(file));
        const masks = await readMasks(folder, segmentations(stem), annotation);
        reading.records.push(
          recordOf(path, {
            split: splits.get(stem) ?? NO_SPLIT,
            size: annotation.size,
            regions: [...annotation.objects, ...masks],
          }),
        );
      } catch (error) {
        reading.refused.push(faultProblem(error, file));
      }
    }
    if (withParts > 0) {
      const message = `${withParts} pictures have objects with parts (head, hand), which are not taken.`;
      reading.warnings.push({ file: null, line: null, reason: "parts-left-out", message });
    }
    return reading;
  },
});

function annotationFiles({ files }: DatasetFolder): string[] {
  return files.filter(({ path }) => path.endsWith(".xml")).map(({ path }) => path);
}

function pictureOf(
  file: string,
  { fileName }: VocAnnotation,
  picturesOf: (stem: string) => string[],
): string {
  const inside = file.replace(/^(.*\/)?Annotations\//, "");
  const candidates = [inside, baseName(file), fileName]
    .filter((name) => name !== "")
    .map((name) => picturesOf(withoutEnding(name)).filter((path) => !LABEL_PICTURE.test(path)));
  const matches = candidates.find((paths) => paths.length > 0);
  if (!matches) throw new Fault("missing", "There is no picture of its name.");
  const named = matches.filter((path) => baseName(path) === fileName);
  if (named.length === 1 || matches.length === 1) return named[0] ?? matches[0];
  throw new Fault("ambiguous", `Its picture may be ${matches.slice(0, 3).join(" or ")}.`);
}

/** Split by picture name, from ImageSets/Main (or Segmentation): only the lists named for a split alone. */
async function readSplits(folder: DatasetFolder): Promise<ReadonlyMap<string, string>> {
  const splits = new Map<string, string>();
  for (const kind of ["Main", "Segmentation"]) {
    for (const split of ["train", "val", "test", "trainval"]) {
      const list = folder.files.find(({ path }) => path.endsWith(`ImageSets/${kind}/${split}.txt`));
      if (!list) continue;
      for (const { key } of await readIndexLines(folder, list.path))
        if (!splits.has(key)) splits.set(key, split);
    }
  }
  return splits;
}

interface Segmentations {
  objects: string | undefined;
  classes: string | undefined;
}

/** The label pictures of a picture by its name without ending. */
function segmentationFiles({ files }: DatasetFolder): (stem: string) => Segmentations {
  const byKey = new Map<string, string>();
  for (const { path } of files) {
    const match = /(?:^|\/)Segmentation(Object|Class)\/(.+)\.png$/.exec(path);
    if (match) byKey.set(`${match[1]}/${match[2]}`, path);
  }
  return (stem) => ({ objects: byKey.get(`Object/${stem}`), classes: byKey.get(`Class/${stem}`) });
}

/** One mask an object: pixels k of SegmentationObject are object k. Without that file, one mask a class. */
async function readMasks(
  folder: DatasetFolder,
  segmentations: Segmentations,
  { objects }: VocAnnotation,
): Promise<Annotation[]> {
  const read = async (file: string | undefined) =>
    file ? readLabels(await folder.read(file, MAX_PICTURE_BYTES)) : null;
  const instances = await read(segmentations.objects);
  const classes = await read(segmentations.classes);
  if (instances) {
    return valuesOf(instances).map((k): Annotation => {
      const owner = objects[k - 1];
      if (!owner)
        throw new Fault("dangling-reference", `Its segmentation has an object ${k}, its XML file has not.`);
      const classIndex = classes ? classAt(classes, instances, k) : null;
      const attributes = classIndex === null ? {} : { attributes: { class_index: classIndex } };
      return { kind: "mask", ...maskOf(instances, k), class: owner.class, ...attributes };
    });
  }
  if (!classes) return [];
  return valuesOf(classes).map(
    (k): Annotation => ({ kind: "mask", ...maskOf(classes, k), class: VOC_CLASSES[k - 1] ?? `class ${k}` }),
  );
}

/** The numbers that occur, without background and void, in order. */
function valuesOf({ data }: PngSamples): number[] {
  const present = new Uint8Array(256);
  for (const value of data) present[value] = 1;
  return Array.from(present.keys()).filter((value) => present[value] === 1 && value !== 0 && value !== VOID);
}

function maskOf({ data, width, height }: PngSamples, k: number) {
  return encodeMask({ data: data.map((value) => (value === k ? 1 : 0)), width, height });
}

/** The class of most pixels of the object. */
function classAt(classes: PngSamples, instances: PngSamples, k: number): number | null {
  if (classes.data.length !== instances.data.length) return null;
  const counts = new Uint32Array(256);
  instances.data.forEach((value, i) => {
    if (value === k) counts[classes.data[i]]++;
  });
  return counts.indexOf(Math.max(...counts));
}

/** The 20 classes of the challenge by their index, from 1. */
const VOC_CLASSES = [
  ..."aeroplane bicycle bird boat bottle bus car cat chair cow".split(" "),
  ..."diningtable dog horse motorbike person pottedplant sheep sofa train tvmonitor".split(" "),
];
