import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { registerData } from "#cli/data.ts";
import { registerParity } from "#cli/parity.ts";
import { listPictures, readSplits } from "#cli/training/read-training-data.ts";
import { plainPng } from "#test/support/files-in-memory.ts";
import { openS3Server, S3_KEYS } from "#test/support/s3-server.ts";
import { writeArchive } from "#test/support/write-archive.ts";
import { openPictures } from "#workers/compute/training/pictures.ts";

const golden = fileURLToPath(new URL("../../parity/golden/", import.meta.url));
const folders: string[] = [];

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "whynot-data-"));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function run(...words: string[]): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  const program = new Command().exitOverride();
  registerData(program);
  registerParity(program);
  await program.parseAsync(["node", "whynot", ...words]);
  vi.restoreAllMocks();
  return lines.join("");
}

describe("data validate", () => {
  it("prints the records that the stored description expects", async () => {
    const printed = JSON.parse(await run("data", "validate", `${golden}formats/csv`, "--json"));
    expect(printed).toMatchObject({ format: "csv", refused: [], warnings: [] });
    expect(printed.looks_like[0]).toMatchObject({
      format: "csv",
      reason: expect.stringContaining("manifest.csv"),
    });
    expect(printed.images[0]).toEqual({
      file: "img/0.jpg",
      width: 32,
      height: 24,
      class: "cat",
      split: "train",
      regions: [
        { type: "box", label: "cat", geometry: [1, 2, 11, 14], area: 120 },
        { type: "box", label: "tail, left", geometry: [15, 3, 20.5, 9], area: 33 },
      ],
    });
    expect(process.exitCode).toBeUndefined();
  });

  it("shows classes and splits as a table, and what is refused with its place", async () => {
    const folder = await newFolder();
    const lines = ['{"file":"a.png","class":"fox","split":"train"}', '{"file":"gone.png","class":"fox"}'];
    await writeFile(join(folder, "images.jsonl"), lines.join("\n"));
    await writeFile(join(folder, "a.png"), "no picture");
    const text = await run("data", "validate", folder);
    expect(text).toMatch(/refused: gone\.png, line 2: There is no such file/);
    expect(text).toMatch(/refused: a\.png, line 1: This is not a JPEG/);
    expect(process.exitCode).toBe(2);
  });

  it("shows nothing to a terminal that could move its cursor", async () => {
    const folder = await newFolder();
    const clear = "\u001b[2J";
    await writeFile(join(folder, "m.csv"), `file,label\na.png,x${clear}\n${clear}.png,y\n`);
    await writeFile(join(folder, "a.png"), "no picture");
    expect(await run("data", "validate", folder)).not.toContain("\u001b");
  });

  it("reads a place in S3, with the key of the environment", async () => {
    const server = await openS3Server(new Map([["birds/wren/1.png", await plainPng(30, 20)]]));
    vi.stubEnv("AWS_ENDPOINT_URL_S3", server.endpoint);
    vi.stubEnv("AWS_REGION", S3_KEYS.region);
    vi.stubEnv("AWS_ACCESS_KEY_ID", S3_KEYS.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", S3_KEYS.secretAccessKey);
    vi.stubEnv("S3_PATH_STYLE", "on");
    const printed = JSON.parse(await run("data", "validate", "s3://pictures/birds", "--json"));
    await server.close();
    expect(printed).toMatchObject({ format: "class-folders", refused: [] });
    expect(printed.images).toMatchObject([{ file: "wren/1.png", width: 30, height: 20, class: "wren" }]);
  });

  it("reads a list of addresses where that is switched on, and refuses what leads inside by its line", async () => {
    const list = join(await newFolder(), "list.txt");
    await writeFile(list, "# pictures\nhttp://127.0.0.1/a.png\nfile:///etc/passwd\n");
    await expect(run("data", "validate", "--urls", list)).rejects.toThrow("IMPORT_URLS=on");
    vi.stubEnv("IMPORT_URLS", "on");
    const printed = JSON.parse(await run("data", "validate", "--urls", list, "--json"));
    expect(printed.images).toEqual([]);
    expect(
      printed.refused.map(({ line, reason }: { line: number; reason: string }) => [line, reason]),
    ).toEqual([
      [2, "not-public"],
      [3, "bad-scheme"],
    ]);
    expect(process.exitCode).toBe(2);
    await expect(run("data", "validate", "--urls", `${list}.gone`)).rejects.toThrow("There is no file");
  });

  it("reads an archive for what is in it, and as it is told", async () => {
    const folder = await newFolder();
    const archive = join(folder, "set.zip");
    await writeFile(archive, writeArchive([{ name: "cat/Im001_ACRIMA.jpg", content: "x" }]));
    const as = async (...words: string[]) =>
      JSON.parse(await run("data", "validate", archive, "--json", ...words)).format;
    expect(await as()).toBe("acrima");
    expect(await as("--format", "class-folders")).toBe("class-folders");
  });
});

describe("training reads", () => {
  it("pictures inside an archive, and never files of the same name beside it", async () => {
    const folder = await newFolder();
    const archive = join(folder, "set.zip");
    const files = await Promise.all(
      ["cat", "dog"].map(async (name, i) => ({
        name: `train/${name}/1.png`,
        content: await plainPng(8 + i, 8),
      })),
    );
    await writeFile(archive, writeArchive(files));
    await cp(join(golden, "formats/csv/img/0.jpg"), join(folder, "train/cat/1.png"));
    const { train, classNames } = await readSplits(archive, { seed: "seed" });
    expect(classNames).toEqual(["cat", "dog"]);
    const list = listPictures(archive, train, classNames);
    const config = { inputSize: 8, normalisation: { mean: [0, 0, 0], std: [1, 1, 1] } };
    const { read } = await openPictures(list, { config, memoryBytes: 1e9 });
    // Both are of one colour, which the file beside the archive is not.
    for (const i of [0, 1]) {
      const data = await read(i);
      expect(
        Math.max(...data.filter((_, at) => at % 3 === 0)) - Math.min(...data.filter((_, at) => at % 3 === 0)),
      ).toBeLessThan(1e-6);
    }
  });
});

describe("data mnist", () => {
  it("writes what training then reads: digits of 28 x 28 pixels", async () => {
    const out = await newFolder();
    expect(await run("data", "mnist", "--out", out, "--limit", "40")).toContain(
      "40 training and 40 test pictures",
    );
    const splits = await readSplits(out, { seed: "seed" });
    expect(splits.train.length + splits.validation.length).toBe(40);
    expect(splits.train.every(({ split }) => split === "train")).toBe(true);
    const chosen = splits.train.slice(0, 8);
    const list = listPictures(out, chosen, splits.classNames);
    const config = { inputSize: 28, normalisation: { mean: [0, 0, 0], std: [1, 1, 1] } };
    const set = await openPictures(list, { config, memoryBytes: 1e9 });
    const first = await set.read(0);
    expect(first).toHaveLength(28 * 28 * 3);
    expect(set.labels.map((label) => splits.classNames[label])).toEqual(
      chosen.map(({ className }) => className),
    );
    // Ink is white on black: a digit covers a part of its square.
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    expect(mean).toBeGreaterThan(0.03);
    expect(mean).toBeLessThan(0.5);
  });
});

describe("parity", () => {
  it("replays only the cases asked for, by folder where a case names one", async () => {
    const folder = await newFolder();
    const manifest = ["acrima", "context"].map((name) => ({
      id: `formats/${name}`,
      kind: "import_format",
      files: [`formats/${name}.expected.json`, `formats/${name}`],
      options: {},
      tolerance: { abs: 1e-6, rel: 1e-6 },
    }));
    await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
    await cp(`${golden}formats`, join(folder, "formats"), { recursive: true });
    const text = await run("parity", folder, "--only", "formats/con");
    expect(text).toContain("PASS        formats/context");
    expect(text).toContain("1 of 1 pass");
  });
});
