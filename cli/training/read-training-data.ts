import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#lib/errors.ts";
import type { ImageRecord } from "#lib/formats/dataset/dataset-record.ts";
import { keepAreas } from "#lib/formats/dataset/keep-areas.ts";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { chooseSplits } from "#lib/scouter/training/choose-splits.ts";
import { openSource } from "#lib/storage/open-source.ts";
import type { PictureList } from "#workers/compute/training/picture-list.ts";

export type LabelledRecord = ImageRecord & { className: string };

export interface RecordSplits {
  train: LabelledRecord[];
  validation: LabelledRecord[];
  /** By the name of the split. */
  test: Record<string, LabelledRecord[]>;
  classNames: string[];
  /** SHA-256 over the train and validation records: which data this was. */
  fingerprint: string;
}

/**
 * The labelled pictures of a data set in any layout: a folder, or a file that holds one (a ZIP archive, parquet).
 * @param format id of the layout; left out: what it looks like
 * @throws AppError `invalid` when something in it cannot be used, or no picture has a class
 */
export async function readLabelledRecords(folder: string, format?: string): Promise<LabelledRecord[]> {
  const dataset = await readDataset(await openSource(folder), { format });
  const { records, refused } = keepAreas(dataset);
  if (refused.length > 0) {
    const { file, message } = refused[0];
    throw new AppError("invalid", `${refused.length} files of ${folder} cannot be used; ${file}: ${message}`);
  }
  const labelled = records.filter((record): record is LabelledRecord => record.className !== null);
  if (labelled.length > 0) return labelled;
  throw new AppError("invalid", `No picture of ${folder} has a class (it was read as ${dataset.format}).`);
}

export interface SplitOptions {
  seed: string;
  /** Layout of the data; left out: what it looks like. */
  format?: string;
  /** What to choose by: the name of a split, or a text file with the path of one picture a line. */
  validation?: string;
  /** Splits to measure on at the end. */
  test?: readonly string[];
}

/**
 * What to train on, what to choose by (see lib/scouter/training/choose-splits.ts), and what to measure on.
 * @throws AppError `invalid` for a split or a picture that is not there
 */
export async function readSplits(folder: string, options: SplitOptions): Promise<RecordSplits> {
  const records = await readLabelledRecords(folder, options.format);
  const test = Object.fromEntries((options.test ?? []).map((name) => [name, requireSplit(records, name)]));
  const measured = new Set(Object.values(test).flat());
  const free = records.filter((record) => !measured.has(record));
  const setAside = options.validation ? await readValidation(records, options.validation) : undefined;
  const { train, validation, classNames } = chooseSplits(free, options.seed, setAside);
  const hash = createHash("sha256");
  for (const { file, className } of [...train, ...validation]) hash.update(`${file}\t${className}\n`);
  return { train, validation, test, classNames, fingerprint: hash.digest("hex") };
}

function requireSplit(records: readonly LabelledRecord[], name: string): LabelledRecord[] {
  const found = records.filter(({ split }) => split === name);
  if (found.length > 0) return found;
  const names = [...new Set(records.map(({ split }) => split))].join(", ");
  throw new AppError("invalid", `There are no pictures of the split ${name}; the data has ${names}.`);
}

async function readValidation(records: readonly LabelledRecord[], wanted: string): Promise<LabelledRecord[]> {
  if (records.some(({ split }) => split === wanted)) return requireSplit(records, wanted);
  const text = await readFile(wanted, "utf8").catch(() => null);
  if (text === null) return requireSplit(records, wanted);
  const byFile = new Map(records.map((record) => [record.file, record]));
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.map((line, index) => {
    const found = byFile.get(line.trim());
    if (found) return found;
    throw new AppError("invalid", `${wanted}, line ${index + 1}: the data has no picture ${line.trim()}.`);
  });
}

/** The pictures as a training process reads them. @throws AppError `invalid` for a class that the model lacks */
export function listPictures(
  folder: string,
  records: readonly LabelledRecord[],
  classNames: readonly string[],
  format?: string,
): PictureList {
  const labels = records.map(({ className, file }) => {
    const label = classNames.indexOf(className);
    if (label < 0)
      throw new AppError("invalid", `The model does not know the class ${className} of ${file}.`);
    return label;
  });
  return {
    store: { kind: "folder", folder: path.resolve(folder), format },
    names: records.map(({ file }) => file),
    labels,
  };
}
