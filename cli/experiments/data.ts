import { createHash } from "node:crypto";
import { AppError } from "#lib/errors.ts";
import { splitRole } from "#lib/formats/dataset/split-names.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { type LabelledRecord, readLabelledRecords } from "../training/read-training-data.ts";

/** What an experiment trains on, chooses by and measures on. */
export interface ExperimentData {
  folder: string;
  /** Layout of the folder; what it looks like when left out. */
  format?: string;
  train: LabelledRecord[];
  validation: LabelledRecord[];
  test: LabelledRecord[];
  classNames: string[];
  /** SHA-256 over all of it. */
  fingerprint: string;
}

export interface DataOptions {
  /** Layout of the data; what it looks like when left out. */
  format?: string;
  /** Split to measure on; found by its usual names when left out, else a fifth of all is held out. */
  testSplit?: string;
  /** Only this many classes, the first by name. */
  classes?: number;
  seed: string;
}

const TEST_SHARE = 0.2;
const VALIDATION_SHARE = 0.05;

/**
 * A share of the records drawn by seed, as many of every class as of all. Records come back in their own order.
 */
export function holdOut(
  records: readonly LabelledRecord[],
  share: number,
  seed: string,
): { held: LabelledRecord[]; rest: LabelledRecord[] } {
  const byClass = groupByClass(records);
  const held = new Set<LabelledRecord>();
  for (const [className, members] of byClass) {
    const order = createRandom(seed).fork(className).shuffle(members);
    for (const record of order.slice(0, Math.round(share * members.length))) held.add(record);
  }
  return {
    held: records.filter((record) => held.has(record)),
    rest: records.filter((record) => !held.has(record)),
  };
}

function groupByClass(records: readonly LabelledRecord[]): Map<string, LabelledRecord[]> {
  const groups = new Map<string, LabelledRecord[]>();
  for (const record of records) {
    const members = groups.get(record.className);
    if (members) members.push(record);
    else groups.set(record.className, [record]);
  }
  return groups;
}

/** @throws AppError `invalid` when there is nothing to train or measure on */
export async function readExperimentData(folder: string, options: DataOptions): Promise<ExperimentData> {
  const all = await readLabelledRecords(folder, options.format);
  const names = [...new Set(all.map(({ className }) => className))].sort();
  const classNames = names.slice(0, options.classes ?? names.length);
  const records = all.filter(({ className }) => classNames.includes(className));
  const parts = splitRecords(records, options);
  const { train, validation, test } = parts;
  if (classNames.length < 2 || train.length === 0 || test.length === 0) {
    throw new AppError(
      "invalid",
      `${folder} needs pictures of at least two classes to train on and to measure on.`,
    );
  }
  const hash = createHash("sha256");
  for (const [split, part] of Object.entries({ train, validation, test }))
    for (const { file, className } of part) hash.update(`${split}\t${file}\t${className}\n`);
  return { folder, format: options.format, ...parts, classNames, fingerprint: hash.digest("hex") };
}

/**
 * Held-out pictures are measured on; where a data set has only two splits, as ImageNet, the second is. What is chosen by is
 * then a part of the first.
 */
function splitRecords(records: readonly LabelledRecord[], { testSplit, seed }: DataOptions) {
  const named = (split: string) => records.filter((record) => record.split === split);
  const ofRole = (role: string) => records.filter(({ split }) => splitRole(split) === role);
  const candidates = testSplit
    ? [named(testSplit)]
    : [named("held-out"), ofRole("test"), ofRole("validation")];
  let test = candidates.find((part) => part.length > 0) ?? [];
  if (testSplit && test.length === 0)
    throw new AppError("invalid", `There are no pictures of the split ${testSplit}.`);
  const measured = new Set(test);
  const rest = records.filter((record) => !measured.has(record));
  let train = ofRole("train").length > 0 ? ofRole("train") : rest;
  if (test.length === 0) ({ held: test, rest: train } = holdOut(train, TEST_SHARE, `${seed} test`));
  let validation = ofRole("validation").filter((record) => !measured.has(record));
  if (validation.length === 0) {
    ({ held: validation, rest: train } = holdOut(train, VALIDATION_SHARE, `${seed} validation`));
  }
  return { train, validation, test };
}

/** The same data with the first classes only. */
export function firstClasses(data: ExperimentData, count: number): ExperimentData {
  const classNames = data.classNames.slice(0, count);
  const keep = (records: LabelledRecord[]) =>
    records.filter(({ className }) => classNames.includes(className));
  return {
    ...data,
    classNames,
    train: keep(data.train),
    validation: keep(data.validation),
    test: keep(data.test),
    fingerprint: `${data.fingerprint}/${count}`,
  };
}
