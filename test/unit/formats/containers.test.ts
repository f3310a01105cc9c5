import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { crc32c } from "#lib/formats/encodings/crc32c.ts";
import { readNpy, writeNpy } from "#lib/formats/encodings/npy.ts";
import { readExample } from "#lib/formats/encodings/tf-example.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { writePng } from "#lib/imaging/write-png.ts";
import { filesInMemory } from "#test/support/files-in-memory.ts";

const golden = (name: string) =>
  readFileSync(new URL(`../../parity/golden/formats/${name}`, import.meta.url));

describe("ClickMe", () => {
  const small = golden("clickme/small_16px_two_records.tfrecords");

  it("reads records of the size it is told, with their maps", async () => {
    const { records, source } = await readDataset(filesInMemory({ "a.tfrecords": small }), {
      clickMeSize: 16,
    });
    expect(records.map(({ file, className, attributes }) => [file, className, attributes])).toEqual([
      ["a/record 0", "3", { click_count: 0 }],
      ["a/record 1", "4", { click_count: 1 }],
    ]);
    // The second picture is the first made brighter by one; the maps are the same.
    const [first, second] = await Promise.all(
      records.map(async ({ file }) => (await decodeImage(await source.read(file, 1e6))).data),
    );
    expect([...second]).toEqual([...first].map((value) => Math.min(255, value + 1)));
    const maps = await Promise.all(records.map(({ importanceMap }) => source.read(importanceMap!, 1e6)));
    expect(maps[0]).toEqual(maps[1]);
    expect(readNpy(maps[0]).shape).toEqual([16, 16]);
  });

  it("keeps the records before the one that is damaged, and says which it is", async () => {
    const damaged = Buffer.from(small);
    damaged[damaged.length - 40] ^= 1;
    const { records, refused } = await readDataset(filesInMemory({ "a.tfrecord": damaged }), {
      clickMeSize: 16,
    });
    expect(records).toHaveLength(1);
    expect(refused).toMatchObject([{ file: "a.tfrecord", reason: "crc-mismatch" }]);
    expect(refused[0].message).toContain("Record 1");
  });

  it.each([
    ["bad_data_crc", "crc-mismatch"],
    ["bad_length", "crc-mismatch"],
    ["truncated", "truncated-file"],
  ])("refuses %s", async (name, reason) => {
    const file = golden(`clickme/${name}.tfrecords`);
    const { refused } = await readDataset(filesInMemory({ "a.tfrecords": file }), { clickMeSize: 16 });
    expect(refused).toMatchObject([{ reason }]);
  });
});

describe("the parts of a TFRecord", () => {
  it("CRC-32C of the check string", () => {
    expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
  });

  it("a protocol buffer of any bytes is read or refused, never more", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readExample(bytes);
        } catch (error) {
          expect((error as { reason?: string }).reason).toBe("bad-protobuf");
        }
      }),
      { numRuns: 500 },
    );
  });

  it(".npy files of any shape come back", () => {
    const shape = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(shape, (sizes) => {
        const count = sizes.reduce((product, size) => product * size, 1);
        const data = Float32Array.from({ length: count }, (_, i) => Math.sin(i));
        const file = writeNpy(sizes, data);
        expect(file.length % 64).toBe((4 * count) % 64);
        expect(readNpy(file)).toEqual({ shape: sizes, data });
      }),
    );
  });
});

describe("parquet", () => {
  const train = golden("parquet/data/train-zstd.parquet");

  it("gives the pictures byte for byte, in any order", async () => {
    const { records, source, classes } = await readDataset(
      filesInMemory({ "data/train-00000.parquet": train }),
    );
    expect(classes?.map(({ name }) => name)).toEqual(["cat", "dog", "bird"]);
    expect(records.map(({ file }) => file)).toEqual([0, 1, 2, 3, 4].map((i) => `data/train-00000/p${i}.png`));
    for (const { file, size } of [...records].reverse()) {
      const { width, height } = await decodeImage(await source.read(file, 1e6));
      expect({ width, height }).toEqual(size);
    }
  });

  it("refuses damaged files by name and reads the others", async () => {
    const { records, refused } = await readDataset(
      filesInMemory({
        "a.parquet": train.subarray(0, 500),
        "b.parquet": "PAR1",
        "c.parquet": Buffer.concat([train.subarray(0, 4), Buffer.alloc(100), train.subarray(104)]),
        "train.parquet": train,
      }),
    );
    expect(records).toHaveLength(5);
    expect(refused.map(({ file, reason }) => [file, reason])).toEqual(
      ["a", "b", "c"].map((name) => [`${name}.parquet`, "damaged"]),
    );
  });

  it("refuses a damaged column that the schema has no place for, and nothing of it fails later", async () => {
    const file = Buffer.from(train);
    for (const [at, value] of [
      [2350, 180],
      [2889, 18],
      [793, 163],
      [1284, 17],
      [499, 64],
      [622, 80],
    ])
      file[at] = value;
    const { refused } = await readDataset(filesInMemory({ "a.parquet": file }));
    expect(refused.map(({ reason }) => reason)).toEqual(["damaged"]);
    // An error that nobody waits for ends the process; the test runner counts it as a failure.
    await new Promise((resolve) => setImmediate(resolve));
  });

  it("never crashes on a file with bytes changed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(train.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const file = Buffer.from(train);
          for (const [at, value] of changes) file[at] = value;
          const { records, refused } = await readDataset(filesInMemory({ "a.parquet": file }));
          expect(records.length + refused.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("pictures and masks", () => {
  const grey = (width: number, height: number, ...values: number[]) =>
    writePng(Uint8Array.from(values), width, height, 1);

  it("are paired by name; folders tell split and class; levels above 127 are inside", async () => {
    const { format, records, warnings } = await readDataset(
      filesInMemory({
        "images/train/cat/1.png": grey(2, 1, 9, 9),
        "images/train/dog/2.png": grey(2, 1, 9, 9),
        "masks/train/cat/1.png": grey(2, 1, 127, 128),
        "masks/train/dog/2_mask.png": grey(2, 1, 1, 0),
        "images/test/dog/3.png": grey(2, 1, 9, 9),
      }),
    );
    expect(format).toBe("mask-folders");
    expect(records.map(({ split, className, regions }) => [split, className, regions])).toEqual([
      ["test", "dog", []],
      ["train", "cat", [{ kind: "mask", size: [1, 2], counts: [1, 1] }]],
      ["train", "dog", [{ kind: "mask", size: [1, 2], counts: [0, 1, 1] }]],
    ]);
    expect(warnings.map(({ reason }) => reason)).toEqual(["no-mask"]);
  });

  it("refuse a mask that is no picture", async () => {
    const files = { "images/1.png": grey(1, 1, 0), "masks/1.png": "no picture" };
    const { refused } = await readDataset(filesInMemory(files));
    expect(refused).toMatchObject([{ file: "masks/1.png", reason: "unsupported" }]);
  });
});
