import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCENE_CLASSES, STYLES } from "#demo/scenes/catalogue.ts";
import { drawBackground } from "#demo/scenes/draw-background.ts";
import { type ScenesRequest, writeScenes } from "#demo/scenes/write-scenes.ts";
import { readFolderDataset } from "#lib/formats/sources/folder-dataset.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { decodeMask, maskBounds, maskShare } from "#lib/imaging/region.ts";
import { resizeBilinear } from "#lib/imaging/resize.ts";
import { openFolderSource } from "#lib/storage/folder-source.ts";
import { createRandom } from "#lib/tensor/random.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "whynot-scenes-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function draw(name: string, request: Partial<ScenesRequest>): Promise<Map<string, Buffer>> {
  const out = path.join(folder, name);
  const defaults = {
    count: 12,
    seed: 3,
    styles: ["emojione-v1", "noto-v1"],
    split: "test",
    size: 96,
    quality: 80,
  };
  await writeScenes({ out, ...defaults, ...request }, () => {});
  const files = (await readdir(out, { recursive: true })).filter((file) => /\.(webp|jsonl)$/.test(file));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(path.join(out, file))] as const)),
  );
}

describe("the Scenes generator", () => {
  it("draws the same bytes from the same seed, and others from another", async () => {
    const [one, two, other] = [await draw("a", {}), await draw("b", {}), await draw("c", { seed: 4 })];
    expect(two).toEqual(one);
    expect(other.get("test/fox/00002.webp")?.equals(one.get("test/fox/00002.webp") ?? Buffer.of())).toBe(
      false,
    );
  });

  it("only adds images when asked for more", async () => {
    const [few, more] = [await draw("few", { count: 5 }), await draw("more", { count: 12 })];
    for (const [file, bytes] of few) {
      if (file.endsWith(".webp")) expect(more.get(file)?.equals(bytes)).toBe(true);
    }
    const lines = (files: Map<string, Buffer>) => String(files.get("images.jsonl")).trim().split("\n");
    expect(lines(more).slice(0, 5)).toEqual(lines(few));
  });

  it("keeps the other splits of a folder and replaces its own", async () => {
    await draw("splits", { split: "train", count: 7 });
    await draw("splits", { split: "test", count: 3 });
    await draw("splits", { split: "train", count: 4 });
    const { records, refused } = await readFolderDataset(await openFolderSource(path.join(folder, "splits")));
    expect(refused).toEqual([]);
    expect(records.map(({ split }) => split)).toEqual([
      "test",
      "test",
      "test",
      "train",
      "train",
      "train",
      "train",
    ]);
  });

  it("lets another style stand in where one never drew the animal", async () => {
    await draw("gaps", { count: 10 });
    const { records } = await readFolderDataset(await openFolderSource(path.join(folder, "gaps")));
    const styleOf = (name: string) => records.find(({ className }) => className === name)?.attributes.style;
    expect(styleOf("fox")).toBe("noto-v1");
    expect(styleOf("lion")).toBe("noto-v1");
    expect(styleOf("panda")).toBe("emojione-v1");
  });

  it("refuses styles whose icons are not installed, with what to do", async () => {
    await expect(draw("none", { styles: ["no-such-style"] })).rejects.toThrow(/no-such-style.*npm ci/);
  });

  it("draws noise that a model meets at +-20 grey levels", () => {
    const spreads = [1, 2, 3, 4, 5, 6].map((seed) => {
      const { rgb, size } = drawBackground(384, createRandom(seed));
      const seen = resizeBilinear({ data: rgb, height: size, width: size, channels: 3 }, 96, 96);
      const smooth = resizeBilinear(resizeBilinear(seen, 12, 12), 96, 96).data;
      const squares = seen.data.reduce((sum, value, i) => sum + (value - smooth[i]) ** 2, 0);
      return Math.sqrt(squares / seen.data.length);
    });
    const uniform = 20 / Math.sqrt(3);
    // The smooth surface misses a little of the sine, so the calmest background is the fair one.
    expect(Math.min(...spreads)).toBeGreaterThan(0.93 * uniform);
    expect(Math.min(...spreads)).toBeLessThan(1.15 * uniform);
  });
});

describe("the prepared set", () => {
  const data = path.resolve("demo/scenes/data");

  it("holds 200 held-out and 200 training images, balanced, in at most 12 MB", async () => {
    const source = await openFolderSource(data);
    const { records, refused, warnings } = await readFolderDataset(source);
    expect([refused, warnings]).toEqual([[], []]);
    for (const [split, styles] of [
      ["test", STYLES["held-out"]],
      ["train", STYLES.train],
    ] as const) {
      const those = records.filter((record) => record.split === split);
      expect(those).toHaveLength(200);
      for (const name of SCENE_CLASSES)
        expect(those.filter(({ className }) => className === name)).toHaveLength(20);
      expect(new Set(those.map(({ attributes }) => attributes.style))).toEqual(new Set(styles));
    }
    const bytes = (await source.list()).reduce((sum, { byteSize }) => sum + byteSize, 0);
    expect(bytes).toBeLessThan(12_000_000);
  });

  it("has masks inside the pictures, boxes around the masks, and the recipe's average shares", async () => {
    const { records } = await readFolderDataset(await openFolderSource(data));
    const shares = records.map(({ regions: [mask, box], size }) => {
      if (mask.kind !== "mask" || box.kind !== "box") throw new Error("a mask and a box are expected");
      const decoded = decodeMask(mask);
      expect({ kind: "box", ...maskBounds(decoded) }).toEqual(box);
      expect([decoded.height, decoded.width]).toEqual([size?.height, size?.width]);
      return [maskShare(decoded), (box.width * box.height) / decoded.data.length];
    });
    const mean = (column: number) => shares.reduce((sum, share) => sum + share[column], 0) / shares.length;
    expect(mean(0)).toBeGreaterThan(0.11);
    expect(mean(0)).toBeLessThan(0.13);
    expect(mean(1)).toBeGreaterThan(0.16);
    expect(mean(1)).toBeLessThan(0.19);
  });

  it("shows the panda where its mask says: black and white inside, colours outside", async () => {
    const { records } = await readFolderDataset(await openFolderSource(data));
    const pandas = records.filter(({ className, split }) => className === "panda" && split === "test");
    for (const { file, regions } of pandas) {
      const image = await decodeImage(await readFile(path.join(data, file)));
      const [region] = regions;
      if (region.kind !== "mask") throw new Error("a mask is expected");
      const mask = decodeMask(region).data;
      const chroma = [0, 0];
      const count = [0, 0];
      mask.forEach((inside, i) => {
        const rgb = image.data.subarray(i * 3, i * 3 + 3);
        chroma[inside] += Math.max(...rgb) - Math.min(...rgb);
        count[inside]++;
      });
      expect(chroma[1] / count[1]).toBeLessThan((0.8 * chroma[0]) / count[0]);
    }
  });
});
