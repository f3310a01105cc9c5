import { createHash } from "node:crypto";
import { AppError } from "#lib/errors.ts";
import type { ImageRecord } from "#lib/formats/dataset-record.ts";
import type { FileSource } from "#lib/formats/file-source.ts";
import { keepAreas } from "#lib/formats/keep-areas.ts";
import { readDataset } from "#lib/formats/read-dataset.ts";
import { splitRole } from "#lib/formats/split-names.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { toModelInput } from "#lib/imaging/model-input.ts";
import type { ModelConfig } from "#lib/scouter/model-config.ts";
import type { TrainingSet } from "#lib/scouter/training/training-set.ts";
import { openSource } from "#lib/storage/open-source.ts";
import { createRandom } from "#lib/tensor/random.ts";

const MAX_IMAGE_BYTES = 50_000_000;
/** Decoding waits for files and native code; a few at a time keep one core busy. */
const CONCURRENCY = 4;
const VALIDATION_SHARE = 0.05;

export type LabelledRecord = ImageRecord & { className: string };

export interface RecordSplits {
  train: LabelledRecord[];
  validation: LabelledRecord[];
  classNames: string[];
  /** Where the pictures are read from. */
  source: FileSource;
  /** SHA-256 over the train and validation records: which data this was. */
  fingerprint: string;
}

export interface LabelledDataset {
  records: LabelledRecord[];
  /** Reads their pictures, also those inside containers (MNIST, parquet). */
  source: FileSource;
}

/**
 * The labelled pictures of a data set in any layout.
 * @param format id of the layout; left out: what the folder looks like
 * @throws AppError `invalid` when something in it cannot be used
 */
export async function readLabelledRecords(folder: string, format?: string): Promise<LabelledDataset> {
  const dataset = await readDataset(await openSource(folder), { format });
  const { records, refused, source } = keepAreas(dataset);
  if (refused.length > 0) {
    const { file, message } = refused[0];
    throw new AppError("invalid", `${refused.length} files of ${folder} cannot be used; ${file}: ${message}`);
  }
  const labelled = records.filter((record): record is LabelledRecord => record.className !== null);
  if (labelled.length === 0) {
    throw new AppError("invalid", `No picture of ${folder} has a class (it was read as ${dataset.format}).`);
  }
  return { records: labelled, source };
}

/**
 * What to train on and what to choose by: the splits "train" and "validation" (or their other usual names) where the
 * folder has them, else every picture and a twentieth of it drawn by the seed. Other splits are never touched.
 */
export async function readSplits(folder: string, seed: string, format?: string): Promise<RecordSplits> {
  const { records, source } = await readLabelledRecords(folder, format);
  const named = (role: string) => records.filter(({ split }) => splitRole(split) === role);
  const pool = named("train").length > 0 ? named("train") : records;
  let validation = named("validation");
  const held = new Set(validation);
  let train = pool.filter((record) => !held.has(record));
  if (validation.length === 0) {
    const order = createRandom(seed).fork("validation").shuffle(train);
    const count = Math.floor(train.length * VALIDATION_SHARE);
    const chosen = new Set(order.slice(0, count));
    validation = train.filter((record) => chosen.has(record));
    train = train.filter((record) => !chosen.has(record));
  }
  const hash = createHash("sha256");
  for (const { file, className } of [...train, ...validation]) hash.update(`${file}\t${className}\n`);
  const classNames = [...new Set(train.map(({ className }) => className))].sort();
  return { train, validation, classNames, source, fingerprint: hash.digest("hex") };
}

/** Decodes the pictures to the model's input, exactly as at inference. Classes the model lacks are refused. */
export async function readTrainingSet(
  source: FileSource,
  records: readonly LabelledRecord[],
  config: Pick<ModelConfig, "classNames" | "inputSize" | "normalisation">,
  onProgress: (done: number) => void = () => {},
): Promise<TrainingSet> {
  const images = new Array<Float32Array>(records.length);
  const labels = records.map(({ className, file }) => {
    const label = config.classNames.indexOf(className);
    if (label < 0)
      throw new AppError("invalid", `The model does not know the class ${className} of ${file}.`);
    return label;
  });
  const options = { size: config.inputSize, ...config.normalisation };
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < records.length) {
      const index = next++;
      const decoded = await decodeImage(await source.read(records[index].file, MAX_IMAGE_BYTES));
      images[index] = toModelInput([decoded], options).data;
      onProgress(++done);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return { images, labels, size: config.inputSize };
}
