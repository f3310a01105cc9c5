import { AppError } from "#lib/errors.ts";
import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import { type DescribedReading, emptyReading } from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { pictureFinder, unlistedNotes } from "../dataset/picture-finder.ts";
import { baseName } from "../dataset/picture-name.ts";
import type { SourceEntry } from "../sources/file-source.ts";
import { addAnnotations, type CocoFile, readCocoFile } from "./parts/coco-file.ts";

/** COCO: images, categories and annotations (polygons, masks as run lengths, boxes, keypoints) in a JSON file. */
export const coco = defineFormat({
  id: "coco",
  name: "COCO",
  spec: "Lin et al. 2014; the data format page of COCO and the run lengths of its mask API",
  async detect(folder) {
    const files = await findDescriptions(folder);
    if (files.length === 0) return null;
    return { confidence: 0.96, reason: `${files[0]} has lists of images and annotations` };
  },
  async read(folder) {
    const recognised = await findDescriptions(folder);
    const files = recognised.length > 0 ? recognised : jsonFiles(folder).map(({ path }) => path);
    if (files.length === 0)
      throw new AppError("invalid", "There is no COCO .json file here.", { reason: "no-description" });
    const finder = pictureFinder(folder);
    const reading: DescribedReading = { ...emptyReading(), classes: [] };
    const listed = new Map<string, string>();
    for (const file of files) {
      const content: CocoFile = readCocoFile(await folder.read(file), file, reading);
      addAnnotations(content, finder, listed, reading);
    }
    const described = files.length === 1 ? files[0] : "any COCO file";
    reading.warnings = reading.warnings.concat(unlistedNotes(finder, described));
    return reading;
  },
});

function jsonFiles({ files }: DatasetFolder): SourceEntry[] {
  return files.filter(({ path }) => path.endsWith(".json")).slice(0, 200);
}

/** How a COCO file begins: with any of its members. */
const MEMBER = /"(images|annotations|categories|licenses|info)"\s*:/g;
const TELLING = /"(file_name|image_id|category_id|supercategory|iscrowd|coco_url)"\s*:/;

/**
 * JSON files that begin as COCO's do. Of files about the same pictures (`instances_`, `captions_`, `person_keypoints_`) only
 * those with instances are read, when there are any.
 */
async function findDescriptions(folder: DatasetFolder): Promise<string[]> {
  const found: string[] = [];
  for (const { path, byteSize } of jsonFiles(folder)) {
    const start = new TextDecoder().decode(await folder.peek(path, 100_000));
    if (!/^\s*\{/.test(start.replace(/^\ufeff/, ""))) continue;
    const members = new Set([...start.matchAll(MEMBER)].map((match) => match[1]));
    const isSmall = byteSize <= 100_000;
    if (members.has("images") && (members.size >= 2 || TELLING.test(start) || !isSmall)) found.push(path);
    else if (members.size >= 2 && TELLING.test(start)) found.push(path);
  }
  const instances = found.filter((path) => baseName(path).startsWith("instances_"));
  return instances.length > 0 ? instances : found;
}
