import { crc32 } from "node:zlib";
import { readPngSamples } from "#lib/imaging/png-samples.ts";
import type { DescribedReading } from "../dataset-record.ts";
import type { FileSource } from "../file-source.ts";
import { MAX_PICTURE_BYTES } from "../limits.ts";
import type { Tolerance } from "./compare-images.ts";
import type { ExpectedDataset } from "./replay-format.ts";

interface Read extends DescribedReading {
  format: string;
  source: FileSource;
}

type Check = (want: never, read: Read, tolerance: Tolerance) => Promise<string | null>;

const bytesOf = ({ records, source }: Read) =>
  Promise.all(records.map(({ file }) => source.read(file, MAX_PICTURE_BYTES)));

/** Grey levels of pictures of one channel. */
const samplesOf = async (read: Read) =>
  (await bytesOf(read)).map((bytes) => readPngSamples(bytes, 1_000_000)?.data ?? new Uint8Array(0));

/** What an expected data set says beyond its images, by key. */
const CHECKS: Readonly<Record<string, Check>> = {
  pixel_sums: async (want: number[], read) => {
    const sums = (await samplesOf(read)).map((data) => data.reduce((sum, value) => sum + value, 0));
    return listsDiffer("sum of pixels", sums, want);
  },
  sizes: async (want: number[], read) =>
    listsDiffer(
      "byte sizes",
      (await bytesOf(read)).map(({ byteLength }) => byteLength),
      want,
    ),
  crc32: async (want: number[], read) => {
    // Of the grey levels where the pictures lie in a container as such, else of the picture files.
    const hashed = read.format === "mnist-idx" ? await samplesOf(read) : await bytesOf(read);
    return listsDiffer(
      "CRC-32",
      hashed.map((bytes) => crc32(bytes)),
      want,
    );
  },
};

/** The first difference in what the expected data set says beyond its images; null when there is none. */
export async function extrasDiffer(
  expected: ExpectedDataset,
  read: Read,
  tolerance: Tolerance,
): Promise<string | null> {
  for (const [key, check] of Object.entries(CHECKS)) {
    if (expected[key] === undefined) continue;
    const difference = await check(expected[key] as never, read, tolerance);
    if (difference) return difference;
  }
  return null;
}

function listsDiffer(name: string, got: readonly number[], want: readonly number[]): string | null {
  const at = want.findIndex((value, i) => got[i] !== value);
  return at < 0 ? null : `${name} of picture ${at}: ${got[at]}, not ${want[at]}`;
}
