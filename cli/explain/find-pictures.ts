import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { AppError } from "#lib/errors.ts";
import type { LabelledRegion } from "#lib/formats/dataset/dataset-record.ts";
import { keepAreas } from "#lib/formats/dataset/keep-areas.ts";
import { readFolderDataset } from "#lib/formats/sources/folder-dataset.ts";
import { type DecodedImage, decodeImage } from "#lib/imaging/decode-image.ts";
import { openFolderSource } from "#lib/storage/folder-source.ts";

/** Larger files are no pictures a model of this kind looks at. */
const MAX_BYTES = 200_000_000;

/** A picture to explain, not yet opened. */
export interface Picture {
  /** Unique; its path without the ending, so that outputs lie where the pictures do. */
  name: string;
  className: string | null;
  regions: LabelledRegion[];
  /** @throws AppError `invalid` if it is damaged or no picture */
  read(): Promise<DecodedImage>;
}

/**
 * The pictures behind the given paths, in a stable order. A folder may be a data set (its classes and regions are known
 * then) or simply hold pictures.
 * @throws AppError `not_found`, `invalid` when there are none
 */
export async function findPictures(paths: readonly string[]): Promise<Picture[]> {
  const found: Picture[] = [];
  for (const path of paths) {
    const kind = await stat(path).catch(() => null);
    if (!kind) throw new AppError("not_found", `There is no file or folder ${path}: check the path.`);
    found.push(...(kind.isDirectory() ? await inFolder(path) : [fromFile(path)]));
  }
  if (found.length === 0) {
    throw new AppError(
      "invalid",
      `There are no pictures in ${paths.join(", ")}: give a folder of JPEG, PNG or WebP files.`,
    );
  }
  return withUniqueNames(found);
}

async function inFolder(folder: string): Promise<Picture[]> {
  const source = await openFolderSource(folder);
  const { records, refused } = keepAreas(await readFolderDataset(source));
  const open = (file: string) => async () => decodeImage(await source.read(file, MAX_BYTES));
  const labelled = records.map(({ file, className, regions }) => {
    return { name: withoutEnding(file), className, regions, read: open(file) };
  });
  // Pictures outside any class folder are no data set, but can be explained.
  const loose = refused
    .filter(({ reason, file }) => reason === "no-class" && file !== null)
    .map(({ file }) => ({ name: withoutEnding(file!), className: null, regions: [], read: open(file!) }));
  return [...labelled, ...loose];
}

function fromFile(path: string): Picture {
  const read = async () => decodeImage(await readFile(path));
  return { name: withoutEnding(basename(path)), className: null, regions: [], read };
}

function withoutEnding(file: string): string {
  return file.replace(/\.[^./]+$/, "");
}

function withUniqueNames(pictures: readonly Picture[]): Picture[] {
  const times = new Map<string, number>();
  return pictures.map((picture) => {
    const time = (times.get(picture.name) ?? 0) + 1;
    times.set(picture.name, time);
    return time === 1 ? picture : { ...picture, name: `${picture.name}-${time}` };
  });
}
