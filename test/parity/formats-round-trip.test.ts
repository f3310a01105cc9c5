import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { MAX_PICTURE_BYTES } from "#lib/formats/dataset/limits.ts";
import { measurePictures } from "#lib/formats/dataset/measure-pictures.ts";
import { normaliseRecord } from "#lib/formats/dataset/normalised-image.ts";
import { isPicture } from "#lib/formats/dataset/picture-name.ts";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { imagesDiffer } from "#lib/formats/parity/compare-images.ts";
import type { FormatCase } from "#lib/formats/parity/replay-format.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { WRITERS } from "#lib/formats/writers/registry.ts";
import { exportInMemory, readBack, sourceOf } from "#test/support/export-in-memory.ts";

const golden = fileURLToPath(new URL("./golden/", import.meta.url));
const cases: (FormatCase & { files: string[] })[] = JSON.parse(
  await readFile(`${golden}manifest-formats.json`, "utf8"),
);

/** Half a thousandth of a pixel: what the sample's own numbers are rounded to is coarser. */
const TOLERANCE = { abs: 0.001, rel: 0 };

async function readSample({ id, files }: FormatCase & { files: string[] }) {
  const given = files.filter((file) => file.startsWith(`${id}/`));
  const bytes = await Promise.all(
    given.map(
      async (file): Promise<[string, Uint8Array]> => [
        file.slice(id.length + 1),
        new Uint8Array(await readFile(golden + file)),
      ],
    ),
  );
  const dataset = await readDataset(memorySource(new Map(bytes)));
  const { records, refused } = await measurePictures(dataset, dataset.source);
  return { ...dataset, records, refused };
}

const samples = cases.filter(({ kind }) => kind === "import_format");

describe("samples of other tools leave and come back equal", () => {
  it.each(samples.map((each) => [each.id, each] as const))("%s", async (_, each) => {
    const sample = await readSample(each);
    const writer = WRITERS.find(({ id }) => id === sample.format) ?? WRITERS[0];
    const pictures = ({ file }: { file: string }) => sample.source.read(file, MAX_PICTURE_BYTES);
    const classes = sample.classes?.map(({ name }) => name) ?? [];
    const used = sample.records.flatMap(({ className, regions }) => [
      className,
      ...regions.map((mark) => mark.class),
    ]);
    const names = used.filter((name) => name !== null && name !== undefined);
    const source = sourceOf(sample.records, [...new Set([...classes, ...names])], pictures);
    const { files } = await exportInMemory(writer, source);
    const again = await readBack(files, writer.id);
    const measured = await measurePictures(again, again.source);
    expect(measured.refused).toEqual([]);
    // What lay inside a container gets the ending of a picture, without which no import takes it for one.
    const before = sample.records.map((record) =>
      normaliseRecord({ ...record, file: pictureNamed(record.file) }),
    );
    expect(imagesDiffer(measured.records.map(normaliseRecord), before, TOLERANCE)).toBeNull();
  });
});

it("writes COCO's run lengths byte for byte as its mask API does", async () => {
  const coco = cases.find(({ id }) => id === "formats/coco")!;
  const expected = JSON.parse(await readFile(`${golden}formats/coco.expected.json`, "utf8"));
  const { records, classes = [] } = await readSample(coco);
  const source = sourceOf(
    records,
    classes.map(({ name }) => name),
  );
  const { files } = await exportInMemory(WRITERS.find(({ id }) => id === "coco")!, source);
  const { annotations } = JSON.parse(new TextDecoder().decode(files.get("instances_all.json")));
  const masks = annotations.filter(
    ({ segmentation }: { segmentation: object }) => !Array.isArray(segmentation),
  );
  expect(masks.length).toBeGreaterThan(0);
  for (const { id, segmentation } of masks) {
    expect(segmentation.counts).toBe(expected.compressed_rle[id]);
  }
});

const pictureNamed = (path: string) => (isPicture(path) ? path : `${path}.png`);
