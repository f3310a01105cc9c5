import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import sharp from "sharp";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { registerExplain } from "#cli/explain.ts";
import { registerMaps } from "#cli/maps.ts";
import { readNpy, writeNpy } from "#lib/formats/encodings/npy.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import { tinyModel } from "#test/support/tiny-models.ts";
import { writeArchive } from "#test/support/write-archive.ts";

let folder = "";
const at = (...parts: string[]) => join(folder, ...parts);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whynot-maps-"));
  await writeFile(at("fc.safetensors"), tinyModel("fc"));
  for (const [i, name] of ["cat/a", "cat/b", "dog/a"].entries()) {
    await mkdir(at("pictures", name.split("/")[0]), { recursive: true });
    const data = Uint8Array.from({ length: 40 * 32 * 3 }, (_, p) => (p * (i + 3)) % 251);
    await writeFile(at("pictures", `${name}.png`), await encodePng({ data, width: 40, height: 32 }));
  }
  await mkdir(at("given"));
  vi.spyOn(console, "log").mockImplementation(() => {});
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function whynot(...args: string[]): Promise<void> {
  const program = new Command().exitOverride();
  registerExplain(program);
  registerMaps(program);
  await program.parseAsync(["node", "whynot", ...args]);
}

const importFrom = (dir: string, out = "imported") =>
  whynot(
    "maps",
    "import",
    at(dir),
    "--images",
    at("pictures"),
    "--model",
    at("fc.safetensors"),
    "--out",
    at(out),
  );

const manifestOf = async (dir: string) => JSON.parse(await readFile(at(dir, "manifest.json"), "utf8"));

/** Imports one map of one picture and returns its numbers. */
async function importOne(name: string, bytes: Uint8Array, more: object = {}) {
  await writeFile(at("given", name), bytes);
  const manifest = { method: "mine", maps: [{ image: "cat/a.png", map: name, ...more }] };
  await writeFile(at("given", "manifest.json"), JSON.stringify(manifest));
  await importFrom("given");
  const [run] = (await manifestOf("imported")).runs;
  return { run, ...readNpy(await readFile(at("imported", run.maps[0].map))) };
}

it.each([
  ["class:1", 3],
  ["all", 9],
])("brings back what explain wrote of target %s, to the bit", async (target, count) => {
  const methods = ["--method", "grad-cam,control-random", "--target", target, "--seed", "4"];
  const sources = ["--model", at("fc.safetensors"), "--images", at("pictures")];
  await whynot("explain", ...sources, ...methods, "--out", at("made"));
  await importFrom("made");
  const [made, imported] = [await manifestOf("made"), await manifestOf("imported")];
  expect(imported).toEqual(made);
  for (const { maps } of made.runs) {
    expect(maps).toHaveLength(count);
    expect(new Set(maps.map(({ map }: { map: string }) => map)).size).toBe(count);
    for (const { map, overlay } of maps) {
      expect(await readFile(at("imported", map))).toEqual(await readFile(at("made", map)));
      expect(await readFile(at("imported", overlay))).toEqual(await readFile(at("made", overlay)));
    }
  }
});

const values = Float32Array.of(-1.5, 0, 2, 0.25, 7, -3);

it("takes an array with axes of length 1, and asks the model for the class it is not told", async () => {
  const { run, shape, data } = await importOne("a.npy", writeNpy([1, 2, 3, 1], values));
  expect([shape, data]).toEqual([[2, 3], values]);
  expect(run.maps[0]).toMatchObject({ image: "cat/a", trueClass: "cat" });
  expect(run.maps[0].probability).toBeGreaterThanOrEqual(1 / 3 - 1e-6);
});

it("takes a named array of an .npz", async () => {
  const archive = writeArchive([
    {
      name: "one.npy",
      content: writeNpy(
        [2, 3],
        values.map((value) => -value),
      ),
    },
    { name: "two.npy", content: writeNpy([2, 3], values) },
  ]);
  expect((await importOne("a.npz", archive, { key: "two" })).data).toEqual(values);
  await expect(importOne("a.npz", archive)).rejects.toThrow(/several arrays.*one, two/);
  await expect(importOne("a.npz", archive, { key: "three" })).rejects.toThrow(/no array "three"/);
});

it("takes grey PNGs of 8 and of 16 bits to the level", async () => {
  const eight = await sharp(Uint8Array.of(0, 1, 128, 255, 254, 3), {
    raw: { width: 3, height: 2, channels: 1 },
  })
    .toColourspace("b-w")
    .png()
    .toBuffer();
  expect([...(await importOne("a.png", eight)).data].map((value) => Math.round(value * 255))).toEqual([
    0, 1, 128, 255, 254, 3,
  ]);
  const levels = Uint16Array.of(0, 1, 257, 65_535, 40_000, 2);
  const sixteen = await sharp(levels, { raw: { width: 2, height: 3, channels: 1 } })
    .toColourspace("grey16")
    .png()
    .toBuffer();
  await rm(at("imported"), { recursive: true });
  const { shape, data } = await importOne("b.png", sixteen);
  expect(shape).toEqual([3, 2]);
  expect([...data].map((value) => Math.round(value * 65_535))).toEqual([...levels]);
});

it.each([
  ["a.npy", writeNpy([2, 3], Float32Array.of(1, 2, Number.NaN, 4, 5, 6)), {}, /cell 2 is NaN/],
  ["a.npy", writeNpy([2, 3, 2], new Float32Array(12)), {}, /\[2, 3, 2\], a map is \[height, width\]/],
  ["a.npy", writeNpy([2, 3], values).slice(0, -4), {}, /not as long as it announces/],
  ["a.npy", new TextEncoder().encode("not numbers at all"), {}, /no \.npy file/],
  ["a.tiff", new Uint8Array(10), {}, /none of \.npy, \.npz, \.png/],
  ["a.npy", writeNpy([2, 3], values), { targetClass: "whale" }, /no class "whale"/],
  ["a.npy", writeNpy([2, 3], values), { image: "cat/z.png" }, /no picture "cat\/z.png"/],
  ["a.npy", writeNpy([2, 3], values), { map: "../secret.npy" }, /inside the folder/],
])("refuses %s that cannot be used, and says why", async (name, bytes, more, message) => {
  await expect(importOne(name, bytes, more)).rejects.toThrow(message);
});

it("says what a folder without a list needs", async () => {
  await expect(importFrom("given")).rejects.toThrow(/no .*manifest\.json/);
  await writeFile(at("given", "manifest.json"), "{}");
  await expect(importFrom("given")).rejects.toThrow(/"method": "name"/);
});
