import { crc32 } from "node:zlib";
import { rasteriseAsCoco } from "#lib/imaging/coco-raster.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { readPngSamples } from "#lib/imaging/png-samples.ts";
import { decodeMask, encodeMask, type Mask, type MaskRuns, maskBounds } from "#lib/imaging/region.ts";
import type { Annotation } from "../dataset/annotation.ts";
import type { DescribedReading } from "../dataset/dataset-record.ts";
import { MAX_PICTURE_BYTES } from "../dataset/limits.ts";
import type { NormalisedImage } from "../dataset/normalised-image.ts";
import { encodeCocoCounts, rowRunsToColumns } from "../encodings/coco-rle.ts";
import { readNpy } from "../encodings/npy.ts";
import type { FileSource } from "../sources/file-source.ts";
import type { Tolerance } from "./compare-images.ts";

/** What another implementation read from a stored data set. */
export interface ExpectedDataset {
  images: NormalisedImage[];
  [extra: string]: unknown;
}

interface Read extends DescribedReading {
  format: string;
  source: FileSource;
}

type Check = (want: never, read: Read, tolerance: Tolerance) => Promise<string | null>;

const bytesOf = ({ records, source }: Read) =>
  Promise.all(records.map(({ file }) => source.read(file, MAX_PICTURE_BYTES)));

const marksOf = ({ records }: Read) => records.flatMap(({ regions }) => regions);

/** A mask as it is, a polygon by COCO's rule. */
function cocoMask(mark: Annotation, { records }: Read): Mask {
  if (mark.kind === "mask") return decodeMask(mark);
  const size = records.find(({ regions }) => regions.includes(mark))?.size;
  return rasteriseAsCoco(mark.kind === "polygon" ? mark.parts : [], size ?? { width: 0, height: 0 });
}

/** Grey levels of pictures of one channel. */
const samplesOf = async (read: Read) =>
  (await bytesOf(read)).map((bytes) => readPngSamples(bytes, 1_000_000)?.data ?? new Uint8Array(0));

/** What an expected data set says beyond its images, by key. */
const CHECKS: Readonly<Record<string, Check>> = {
  compressed_rle: async (want: Record<string, string>, read) => {
    for (const [id, text] of Object.entries(want)) {
      const mark = marksOf(read).find((each) => String(each.id) === id);
      if (mark?.kind !== "mask") return `annotation ${id} is no mask`;
      if (encodeCocoCounts(rowRunsToColumns(mark).counts) !== text)
        return `the run lengths of ${id} differ as text`;
    }
    return null;
  },
  bbox_from_mask: async (want: Record<string, number[]>, read) => {
    for (const [id, box] of Object.entries(want)) {
      const mark = marksOf(read).find((each) => String(each.id) === id);
      const bounds = mark && maskBounds(cocoMask(mark, read));
      const got = bounds ? [bounds.x, bounds.y, bounds.width, bounds.height] : [];
      if (got.join() !== box.join()) return `the box around ${id} is ${got}, not ${box}`;
    }
    return null;
  },
  heatmap_sum: async (want: number, read, tolerance) =>
    numberDiffers(
      "sum of the map",
      (await mapOf(read)).reduce((sum, value) => sum + value, 0),
      want,
      tolerance,
    ),
  heatmap_argmax_xy: async ([x, y]: [number, number], read) => {
    const map = await mapOf(read);
    const at = map.indexOf(Math.max(...map));
    const width = read.records[0].size?.width ?? 1;
    return listsDiffer("place of the largest value", [at % width, Math.floor(at / width)], [x, y]);
  },
  image_mean_rgb: async (want: number[], read, tolerance) => {
    const { data } = await decodeImage((await bytesOf(read))[0]);
    const means = want.map(
      (_, c) => (3 * data.reduce((sum, value, i) => (i % 3 === c ? sum + value : sum), 0)) / data.length,
    );
    return (
      means
        .map((mean, c) => numberDiffers("mean colour", mean, want[c], tolerance))
        .find((each) => each !== null) ?? null
    );
  },
  click_count: async (want: number, read, tolerance) =>
    numberDiffers("clicks", Number(read.records[0].attributes.click_count), want, tolerance),
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
  return rastersDiffer(expected, read);
}

/** Pixels of polygons, where the expected regions have them. */
function rastersDiffer({ images }: ExpectedDataset, read: Read): string | null {
  for (const { id, raster } of images.flatMap(({ regions }) => regions)) {
    if (raster === undefined) continue;
    const mark = marksOf(read).find((each) => each.id === id);
    if (!mark) return `there is no annotation ${id}`;
    const got = encodeMask(cocoMask(mark, read)).counts.join();
    if (got !== (raster as MaskRuns).counts.join()) return `the pixels of polygon ${id} differ`;
  }
  return null;
}

/** The first record's human importance map. */
async function mapOf({ records, source }: Read): Promise<Float32Array> {
  return readNpy(await source.read(records[0].importanceMap ?? "", MAX_PICTURE_BYTES)).data;
}

function numberDiffers(name: string, got: number, want: number, { abs, rel }: Tolerance): string | null {
  return Math.abs(got - want) <= abs + rel * Math.abs(want) ? null : `${name}: ${got}, not ${want}`;
}

function listsDiffer(name: string, got: readonly number[], want: readonly number[]): string | null {
  const at = want.findIndex((value, i) => got[i] !== value);
  return at < 0 ? null : `${name} of picture ${at}: ${got[at]}, not ${want[at]}`;
}
