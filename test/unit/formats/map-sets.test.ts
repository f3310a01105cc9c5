import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeNpy } from "#lib/formats/encodings/npy.ts";
import { writeZip, type ZipFile } from "#lib/formats/encodings/write-zip.ts";
import { openMapFile } from "#lib/formats/maps/open-map-file.ts";
import { readBoundedMap } from "#lib/formats/maps/read-bounded-map.ts";
import { readMapSet } from "#lib/formats/maps/read-map-set.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { openZipSource } from "#lib/formats/sources/zip-source.ts";
import { indexImages } from "#lib/services/imported-maps/image-index.ts";

async function zipped(files: ZipFile[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const each = (async function* () {
    yield* files;
  })();
  for await (const chunk of writeZip(each)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const text = (words: string) => new TextEncoder().encode(words);
const npy = (value = 1) => writeNpy([2, 3], new Float32Array(6).fill(value));
const folder = (files: Record<string, Uint8Array>) => memorySource(new Map(Object.entries(files)));

describe("writeZip", () => {
  const files = [
    { path: "füchse/a.npy", bytes: npy(2) },
    { path: "manifest.json", bytes: text("{}") },
    { path: "empty", bytes: new Uint8Array(0) },
  ];

  it("is read back file by file, and is the same archive each time", async () => {
    const bytes = await zipped(files);
    const source = await openZipSource(async (start, end) => bytes.subarray(start, end), bytes.length);
    expect((await source.list()).map(({ path }) => path)).toEqual(["empty", "füchse/a.npy", "manifest.json"]);
    for (const file of files)
      expect(Buffer.from(await source.read(file.path, 1e6))).toEqual(Buffer.from(file.bytes));
    expect(await zipped(files)).toEqual(bytes);
  });

  it("is whole to another program", async ({ skip }) => {
    if (spawnSync("python3", ["--version"]).status !== 0) skip("Python is not installed here");
    const at = await mkdtemp(join(tmpdir(), "whynot-zip-"));
    try {
      await writeFile(join(at, "a.zip"), await zipped(files));
      const script =
        "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.namelist())";
      const said = execFileSync("python3", ["-c", script, join(at, "a.zip")], {
        encoding: "utf8",
        env: { ...process.env, PYTHONIOENCODING: "utf-8" },
      });
      expect(said.trim()).toBe("None ['füchse/a.npy', 'manifest.json', 'empty']");
    } finally {
      await rm(at, { recursive: true });
    }
  });

  it("counts more files than 16 bits hold, in the ZIP64 record", async () => {
    const many = (async function* () {
      for (let i = 0; i < 65_536; i++) yield { path: `${i}`, bytes: new Uint8Array(0) };
    })();
    const chunks: Uint8Array[] = [];
    for await (const chunk of writeZip(many)) chunks.push(chunk);
    const archive = Buffer.concat(chunks);
    const record = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x06, 0x06]));
    expect(record).toBeGreaterThan(0);
    expect(archive.readBigUInt64LE(record + 32)).toBe(65_536n);
  });
});

describe("readMapSet", () => {
  it("takes each file, or each array of an .npz, as the map of the picture of its name", async () => {
    const npz = await zipped([
      { path: "fox/b.npy", bytes: npy() },
      { path: "fox/c.npy", bytes: npy() },
    ]);
    const one = await zipped([{ path: "arr_0.npy", bytes: npy() }]);
    const set = {
      "fox/a.npy": npy(),
      "all.npz": npz,
      "fox/d.npz": one,
      "e.PNG": npy(),
      "notes.txt": text(""),
    };
    const [{ maps, ...rest }] = await readMapSet(folder(set));
    expect(rest).toEqual({ label: null, method: null, explains: null });
    expect(maps).toEqual([
      { image: "fox/a", file: "fox/a.npy" },
      { image: "fox/b", file: "all.npz", key: "fox/b" },
      { image: "fox/c", file: "all.npz", key: "fox/c" },
      { image: "fox/d", file: "fox/d.npz" },
      { image: "e", file: "e.PNG" },
    ]);
    const source = folder(set);
    for (const map of maps.slice(0, 4)) expect((await readBoundedMap(source, map)).width).toBe(3);
  });

  it("follows a manifest, wherever it lies, and nothing that leads out of it", async () => {
    const listing = (map: string) => text(JSON.stringify({ method: "mine", maps: [{ image: "a", map }] }));
    const set = (map: string) => folder({ "top/manifest.json": listing(map), "top/in/a.npy": npy() });
    const [{ method, maps }] = await readMapSet(set("in/a.npy"));
    expect([method, maps]).toEqual(["mine", [{ image: "a", file: "top/in/a.npy" }]]);
    await expect(readMapSet(set("../a.npy"))).rejects.toMatchObject({ code: "invalid" });
    await expect(readMapSet(folder({ "manifest.json": text("{") }))).rejects.toThrow(/is not JSON/);
    await expect(readMapSet(folder({}))).rejects.toThrow(/no maps in it/);
  });

  it("refuses a map before unpacking what it announces", async () => {
    const png = new Uint8Array(64);
    new DataView(png.buffer).setUint32(16, 30_000);
    new DataView(png.buffer).setUint32(20, 30_000);
    const read = readBoundedMap(await openMapFile("a.png", png), { image: "a", file: "a.png" });
    await expect(read).rejects.toMatchObject({
      code: "too_large",
      message: expect.stringMatching(/30000 × 30000/),
    });
  });
});

describe("indexImages", () => {
  const find = indexImages([
    { id: "1", fileName: "fox/a.webp", sha256: "aa11" },
    { id: "2", fileName: "cat/a.webp", sha256: "bb22" },
    { id: "3", fileName: "cat/b.v2.png", sha256: "cc33" },
  ]);

  it.each([
    ["fox/a.webp", "1"],
    ["fox/a", "1"],
    ["maps/cat/a", "2"],
    ["BB22", "2"],
    ["out/cc33", "3"],
    ["b.v2", "3"],
    ["b.v2.png", "3"],
  ])("finds %s", (name, imageId) => {
    expect(find(name)).toEqual({ imageId });
  });

  it("leaves a name that fits several, or none, to the person", () => {
    expect(find("a")).toEqual({ reason: "several images of the run are called a" });
    expect(find("owl/z")).toEqual({ reason: "no image of the run is called owl/z" });
  });
});
