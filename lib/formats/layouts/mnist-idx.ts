import { writePng } from "#lib/imaging/write-png.ts";
import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import { type DescribedReading, emptyReading, type Problem, recordOf } from "../dataset/dataset-record.ts";
import { defineFormat, type LayoutReading } from "../dataset/define-format.ts";
import { MAX_RECORDS } from "../dataset/limits.ts";
import { baseName, folderOf } from "../dataset/picture-name.ts";
import { tooManyRecords } from "../dataset/too-many-records.ts";
import { gunzip } from "../encodings/gunzip.ts";
import { IDX_HEADER_BYTES, type IdxHeader, readIdxHeader } from "../encodings/idx.ts";
import { Fault, faultProblem } from "../fault.ts";
import { readSlice } from "../sources/file-source.ts";

/** `t10k-images-idx3-ubyte`, also with a dot (`t10k-images.idx3-ubyte`) and packed. */
const NAME = /^(.*?)-?(images|labels)[.-]idx[13]-ubyte(\.gz)?$/;
/** Unpacked: 700 000 pictures of 28 x 28. */
const MAX_UNPACKED = 600_000_000;

/**
 * MNIST and its relatives (Fashion-MNIST, KMNIST, EMNIST): pictures and labels of a set in two idx files. The pictures are
 * named `t10k/17` beside them and come as grey PNG.
 */
export const mnistIdx = defineFormat({
  id: "mnist-idx",
  name: "MNIST (idx)",
  spec: "LeCun, Cortes and Burges 1998, the MNIST database: file formats",
  async detect({ files }) {
    const named = files.filter(({ path }) => NAME.test(baseName(path)));
    if (named.length === 0) return null;
    return { confidence: 0.99, reason: `${named.length} files are named as MNIST's are` };
  },
  async read(folder) {
    const { sets, refused } = await findSets(folder);
    const reading = { ...emptyReading(), refused };
    const kept: IdxSet[] = [];
    for (const set of sets) {
      try {
        const twin = kept.find((other) => other.name === set.name);
        if (twin && (await sameBytes(folder, twin, set))) {
          const message = `It holds the same pictures as ${twin.images.path}, which is read.`;
          reading.warnings.push({ file: set.images.path, line: null, reason: "same-set", message });
          continue;
        }
        await addRecords(folder, set, reading);
        kept.push(set);
      } catch (error) {
        reading.refused.push(faultProblem(error, set.images.path));
      }
    }
    return { ...reading, classes: classesOf(reading), contained: picturesIn(folder, kept) };
  },
});

interface IdxFile {
  path: string;
  isPacked: boolean;
}

interface IdxSet {
  /** `t10k`, `train`. */
  name: string;
  /** Path that its pictures' names begin with. */
  prefix: string;
  images: IdxFile;
  labels: IdxFile;
}

async function findSets(folder: DatasetFolder): Promise<{ sets: IdxSet[]; refused: Problem[] }> {
  const refused: Problem[] = [];
  const byKey = new Map<string, Map<string, IdxFile>>();
  for (const { path } of folder.files) {
    const match = NAME.exec(baseName(path));
    if (!match) {
      const problem = await strayProblem(folder, path);
      if (problem) refused.push(problem);
      continue;
    }
    const [, name, kind, packed] = match;
    const key = `${folderOf(path)}${name || "set"}${packed ?? ""}`;
    const pair = byKey.get(key) ?? new Map<string, IdxFile>();
    byKey.set(key, pair.set(kind, { path, isPacked: packed !== undefined }));
  }
  const sets: IdxSet[] = [];
  for (const [key, pair] of byKey) {
    const [images, labels] = [pair.get("images"), pair.get("labels")];
    if (images && labels) {
      const prefix = key.replace(/\.gz$/, "");
      sets.push({ name: baseName(prefix), prefix, images, labels });
    } else refused.push(await lonelyProblem(folder, (images ?? labels)!, images ? "labels" : "images"));
  }
  // Unpacked sets first: of two copies the one that is quicker to read is kept.
  return { sets: sets.sort((a, b) => Number(a.images.isPacked) - Number(b.images.isPacked)), refused };
}

/** A file that begins with two zero bytes was meant to be an idx file; anything else is not looked at. */
async function strayProblem(folder: DatasetFolder, path: string): Promise<Problem | null> {
  if (/\.[a-z]{1,5}$/i.test(baseName(path))) return null;
  const head = await folder.peek(path, IDX_HEADER_BYTES);
  if (head[0] !== 0 || head[1] !== 0) return null;
  return lonelyProblem(folder, { path, isPacked: false }, "name");
}

/** What is wrong with a file that has no partner: a fault of its own, or that it is alone. */
async function lonelyProblem(folder: DatasetFolder, file: IdxFile, lacks: string): Promise<Problem> {
  try {
    await openIdx(folder, file);
  } catch (error) {
    return faultProblem(error, file.path);
  }
  const message =
    lacks === "name"
      ? "It is an idx file, but its name does not tell what it holds: call it like train-images-idx3-ubyte."
      : `There is no file with its ${lacks} beside it.`;
  return { file: file.path, line: null, reason: "no-partner", message };
}

interface OpenIdx extends IdxHeader {
  /** Bytes of the numbers from one place to another. */
  slice(start: number, end: number): Promise<Uint8Array>;
}

async function openIdx(folder: DatasetFolder, { path, isPacked }: IdxFile): Promise<OpenIdx> {
  if (isPacked) {
    const bytes = gunzip(await folder.read(path), MAX_UNPACKED);
    const header = readIdxHeader(bytes.subarray(0, IDX_HEADER_BYTES), bytes.length);
    return {
      ...header,
      slice: async (start, end) => bytes.subarray(header.offset + start, header.offset + end),
    };
  }
  const byteSize = folder.files.find((file) => file.path === path)!.byteSize;
  const header = readIdxHeader(await folder.peek(path, IDX_HEADER_BYTES), byteSize);
  return {
    ...header,
    slice: (start, end) => readSlice(folder.source, path, header.offset + start, header.offset + end),
  };
}

async function addRecords(folder: DatasetFolder, set: IdxSet, reading: DescribedReading): Promise<void> {
  const images = await openIdx(folder, set.images);
  const labels = await openIdx(folder, set.labels);
  if (images.shape.length !== 3)
    throw new Fault("wrong-magic", "It does not hold pictures: it takes three dimensions.");
  if (labels.shape.length !== 1) throw new Fault("wrong-magic", "Its labels are no list of numbers.");
  const [count, height, width] = images.shape;
  if (count !== labels.shape[0]) {
    throw new Fault("count-mismatch", `It has ${count} pictures but ${labels.shape[0]} labels.`);
  }
  if (height < 1 || width < 1 || height * width > 1_000_000) {
    throw new Fault("bad-dimensions", `Its pictures are ${width} x ${height} pixels.`);
  }
  if (reading.records.length + count > MAX_RECORDS) throw tooManyRecords();
  const numbers = await labels.slice(0, count);
  const split = set.name === "t10k" ? "test" : set.name;
  for (let i = 0; i < count; i++) {
    const known = { split, className: String(numbers[i]), size: { width, height } };
    reading.records.push(recordOf(`${set.prefix}/${i}`, known));
  }
}

async function sameBytes(folder: DatasetFolder, a: IdxSet, b: IdxSet): Promise<boolean> {
  for (const kind of ["images", "labels"] as const) {
    const [one, other] = [await openIdx(folder, a[kind]), await openIdx(folder, b[kind])];
    if (one.shape.join() !== other.shape.join()) return false;
    const byteCount = one.shape[0] * one.itemBytes;
    if (Buffer.compare(await one.slice(0, byteCount), await other.slice(0, byteCount)) !== 0) return false;
  }
  return true;
}

function picturesIn(folder: DatasetFolder, sets: readonly IdxSet[]): LayoutReading["contained"] {
  const opened = new Map<IdxSet, Promise<OpenIdx>>();
  return (path) => {
    const set = sets.find(({ prefix }) => folderOf(path) === `${prefix}/`);
    if (!set) return null;
    return async () => {
      const idx = opened.get(set) ?? openIdx(folder, set.images);
      opened.set(set, idx);
      const { shape, itemBytes, slice } = await idx;
      const index = Number(baseName(path));
      const [, height, width] = shape;
      return writePng(await slice(index * itemBytes, (index + 1) * itemBytes), width, height, 1);
    };
  };
}

function classesOf({ records }: DescribedReading) {
  const names = [...new Set(records.map(({ className }) => className!))];
  return names.sort((a, b) => Number(a) - Number(b)).map((name) => ({ name, id: Number(name) }));
}
