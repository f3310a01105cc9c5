import { mkdtemp, readdir, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listPictures, readLabelledRecords } from "#cli/training/read-training-data.ts";
import { openPictures } from "#workers/compute/training/pictures.ts";

const DATA = "demo/scenes/data";
const config = { inputSize: 24, normalisation: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] } };
let keepIn: string;
beforeAll(async () => {
  keepIn = await mkdtemp(join(tmpdir(), "whynot-kept-"));
});
afterAll(() => rm(keepIn, { recursive: true }));

it("gives the same pictures from what an earlier training left, and decodes again what is not whole", async () => {
  const records = (await readLabelledRecords(DATA)).slice(0, 7);
  const list = listPictures(DATA, records, [...new Set(records.map(({ className }) => className))]);
  const read = async (options: { keepIn?: string; size?: number } = {}) => {
    let decoded = 0;
    const set = await openPictures(list, {
      config: { ...config, inputSize: options.size ?? config.inputSize },
      memoryBytes: 1e9,
      keepIn: options.keepIn,
      onProgress: () => decoded++,
    });
    return { images: await Promise.all(records.map((_, i) => set.read(i))), decoded };
  };
  const plain = await read();
  const first = await read({ keepIn });
  const second = await read({ keepIn });
  expect([plain.decoded, first.decoded, second.decoded]).toEqual([7, 7, 0]);
  expect(first.images).toEqual(plain.images);
  expect(second.images).toEqual(plain.images);
  expect((await read({ keepIn, size: 32 })).decoded).toBe(7);

  for (const file of await readdir(keepIn)) await truncate(join(keepIn, file), 100);
  const third = await read({ keepIn });
  expect(third.decoded).toBe(7);
  expect(third.images).toEqual(plain.images);
});
