import { mkdir, mkdtemp, rename, rm, symlink, truncate, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { openPictureFetcher } from "#lib/http/fetch-pictures.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import type { Ctx } from "#lib/services/context.ts";
import { createDataset } from "#lib/services/datasets/create-dataset.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { openFolderSource } from "#lib/storage/folder-source.ts";
import { openUrlSource } from "#lib/storage/open-url-source.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { openLoopbackServer } from "#test/support/loopback-server.ts";
import { until } from "#test/support/run-until.ts";

let database: TestDatabase;
let ctx: Ctx;
let folder: string;
let workspace = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ctx = await database.ctx("curator", `lab-${++workspace}`);
  folder = await mkdtemp(path.join(tmpdir(), "whynot-folder-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const WIDTH = 12;
const HEIGHT = 8;

/** A small PNG whose colour, and so its hash, is the seed's. */
const png = (seed: number) =>
  encodePng({
    data: Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => (seed * 37 + i) % 256),
    width: WIDTH,
    height: HEIGHT,
  });

async function write(file: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), bytes);
}

const describeFiles = (lines: readonly object[]) =>
  write("images.jsonl", lines.map((each) => JSON.stringify(each)).join("\n"));

async function importIt(options: { name?: string; dryRun?: boolean; newClasses?: boolean } = {}) {
  const { name = "Animals", ...rest } = options;
  return importFolder(ctx, { name, source: await openFolderSource(folder), ...rest });
}

const images = () =>
  ctx.db.image.findMany({
    where: { dataset: { workspaceId: ctx.workspaceId } },
    include: { regions: true, class: true },
    orderBy: { id: "asc" },
  });

describe("importing a folder", () => {
  it("brings in pictures, classes, regions and attributes in the order of the source", async () => {
    const mask = { kind: "mask", size: [HEIGHT, WIDTH], counts: [10, 5, 81] };
    await write("b.png", await png(1));
    await write("a.png", await png(2));
    await describeFiles([
      {
        file: "b.png",
        split: "test",
        class: "fox",
        width: WIDTH,
        height: HEIGHT,
        regions: [mask],
        attributes: { style: "x" },
      },
      {
        file: "a.png",
        split: "train",
        class: "ant",
        regions: [{ kind: "box", x: 1, y: 2, width: 3, height: 4 }],
      },
    ]);
    const report = await importIt();
    expect(report).toMatchObject({ found: 2, added: 2, unchanged: 0, refusedCount: 0, warningCount: 0 });

    const rows = await images();
    expect(rows.map(({ fileName, split, class: owner }) => [fileName, split, owner?.name])).toEqual([
      ["b.png", "test", "fox"],
      ["a.png", "train", "ant"],
    ]);
    expect(rows[0]).toMatchObject({ width: WIDTH, height: HEIGHT, attributes: { style: "x" } });
    expect(rows[0].regions).toMatchObject([
      {
        kind: "mask",
        geometry: { size: mask.size, counts: mask.counts },
        revision: 1,
        classId: rows[0].classId,
      },
    ]);
    expect(rows[1].regions).toMatchObject([{ kind: "box", geometry: { x: 1, y: 2, width: 3, height: 4 } }]);
    const classes = await ctx.db.datasetClass.findMany({
      where: { datasetId: report.datasetId ?? "" },
      orderBy: { index: "asc" },
    });
    expect(classes.map(({ name }) => name)).toEqual(["fox", "ant"]);
    const dataset = await ctx.db.dataset.findUniqueOrThrow({ where: { id: report.datasetId ?? "" } });
    expect(dataset.imageCount).toBe(2);
  });

  it("keeps the original bytes and fresh encodings for browsers", async () => {
    const original = await png(3);
    await write("fox/1.png", original);
    await importIt();
    const [row] = await images();
    expect(Buffer.from(await ctx.storage.get(row.sha256)).equals(original)).toBe(true);
    for (const sha256 of [row.displaySha256, row.thumbSha256]) {
      const bytes = await ctx.storage.get(sha256);
      expect(await decodeImage(bytes)).toMatchObject({ width: WIDTH, height: HEIGHT });
      const blob = await ctx.db.blob.findUniqueOrThrow({ where: { sha256 } });
      expect(blob).toMatchObject({ byteSize: bytes.length, mediaType: "image/webp" });
    }
  });

  it("changes nothing the second time, whatever the files are called by then", async () => {
    await write("fox/1.png", await png(1));
    await write("fox/2.png", await png(2));
    await importIt();
    const before = await images();
    await rename(path.join(folder, "fox/1.png"), path.join(folder, "fox/renamed.png"));
    expect(await importIt()).toMatchObject({ found: 2, added: 0, unchanged: 2, refusedCount: 0 });
    expect(await images()).toEqual(before);
    expect(
      (await ctx.db.dataset.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId } })).imageCount,
    ).toBe(2);
  });

  it("adds each picture once when two imports run at the same time", async () => {
    for (let i = 0; i < 60; i++) await write(`fox/${i}.png`, await png(i));
    const reports = await Promise.all([importIt(), importIt(), importIt()]);
    expect(reports.reduce((sum, { added }) => sum + added, 0)).toBe(60);
    expect(reports.map(({ added, unchanged }) => added + unchanged)).toEqual([60, 60, 60]);
    expect(await images()).toHaveLength(60);
    const dataset = await ctx.db.dataset.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId } });
    expect(dataset.imageCount).toBe(60);
  });

  it("goes on where a stopped import left off", async () => {
    for (let i = 0; i < 100; i++) await write(`fox/${i}.png`, await png(i));
    const stop = new AbortController();
    const source = await openFolderSource(folder);
    const stopped = importFolder(
      ctx,
      { name: "Animals", source },
      { onProgress: () => stop.abort(), signal: stop.signal },
    );
    await expect(stopped).rejects.toMatchObject({ code: "cancelled" });
    const kept = (await images()).length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(100);
    expect(await importIt()).toMatchObject({ added: 100 - kept, unchanged: kept });
  });

  it("ends while a server keeps it waiting, and calls nothing refused that was only stopped", async () => {
    const server = await openLoopbackServer(() => {});
    const stop = new AbortController();
    const policy = { ports: [server.port], addressProblem: () => null };
    const manifest = new TextEncoder().encode(`http://127.0.0.1:${server.port}/1.png`);
    const { source, format, close } = openUrlSource({ fetchesUrls: true }, "list.txt", manifest, {
      fetcher: openPictureFetcher({ policy, signal: stop.signal }),
    });
    const problems: unknown[] = [];
    const stopped = importFolder(
      ctx,
      { name: "Animals", source, format },
      { signal: stop.signal, onProblem: (...problem) => void problems.push(problem) },
    );
    const ended = expect(stopped).rejects.toMatchObject({ code: "cancelled" });
    await until("the request", async () => server.asked.length > 0);
    stop.abort();
    await ended;
    expect(problems).toEqual([]);
    close();
    await server.close();
  });

  it("ends when its source is away, which is no picture's fault, and goes on when it is back", async () => {
    const files = new Map<string, Uint8Array>();
    for (let i = 0; i < 40; i++) files.set(`fox/${i}.png`, await png(i));
    const source = memorySource(files);
    let left = 30;
    const shaky = {
      ...source,
      async read(file: string, maxBytes: number) {
        if (left-- <= 0)
          throw new AppError("unavailable", "S3 cannot be reached.", { reason: "no-connection" });
        return source.read(file, maxBytes);
      },
    };
    await expect(importFolder(ctx, { name: "Animals", source: shaky })).rejects.toThrow(/cannot be reached/);
    await until("the batch before", async () => (await images()).length > 0);
    left = 40;
    const { added, unchanged, refusedCount } = await importFolder(ctx, { name: "Animals", source: shaky });
    expect([added + unchanged, refusedCount]).toEqual([40, 0]);
    expect(unchanged).toBeGreaterThan(0);
  });

  it("tells how far it is", async () => {
    for (let i = 0; i < 50; i++) await write(`fox/${i}.png`, await png(i));
    const steps: [number, number][] = [];
    const source = await openFolderSource(folder);
    await importFolder(
      ctx,
      { name: "Animals", source },
      { onProgress: (done, total) => void steps.push([done, total]) },
    );
    expect(steps.at(-1)).toEqual([50, 50]);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.every(([done], i) => i === 0 || done > steps[i - 1][0])).toBe(true);
  });

  it("holds few large pictures at once, and takes them all in their order", async () => {
    const padding = new Uint8Array(15_000_000);
    const pictures = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map(async (i) => Buffer.concat([await png(i), padding])),
    );
    const files = pictures.map((bytes, i) => [`fox/${i}.png`, bytes] as const);
    const steps: number[] = [];
    await importFolder(
      ctx,
      { name: "Animals", source: memorySource(new Map(files)) },
      { onProgress: (done) => void steps.push(done) },
    );
    // Four begin at once; when two of them have come there is room for two more, and then no more.
    expect(steps[0]).toBeLessThanOrEqual(6);
    expect(steps.at(-1)).toBe(9);
    expect((await images()).map(({ fileName }) => fileName)).toEqual(files.map(([file]) => file));
  });
});

describe("a dry run", () => {
  it("reports what the import then does, and writes nothing", async () => {
    await write("fox/1.png", await png(1));
    await write("fox/twin.png", await png(1));
    await write("fox/broken.png", (await png(2)).subarray(0, 60));
    const rehearsed = await importIt({ dryRun: true });
    expect(await ctx.db.dataset.count({ where: { workspaceId: ctx.workspaceId } })).toBe(0);
    expect(await ctx.db.auditEvent.count({ where: { workspaceId: ctx.workspaceId } })).toBe(0);
    const real = await importIt();
    expect({ ...real, datasetId: null, dryRun: true }).toEqual(rehearsed);
    expect(real).toMatchObject({ added: 1, refusedCount: 2 });
  });
});

describe("what cannot enter is named, and stops nothing else", () => {
  const reasons = (refused: { file: string | null; line: number | null; reason: string }[]) =>
    refused.map(({ file, line, reason }) => [file, line, reason]);

  it("damaged, foreign and dangerous files", async () => {
    await write("fox/good.png", await png(1));
    await write("fox/truncated.png", await png(2));
    await truncate(path.join(folder, "fox/truncated.png"), 70);
    await write("fox/vector.png", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    await write("fox/text.jpg", "hello");
    await write("fox/empty.jpg", "");
    await write("fox/notes.txt", "hello");
    const bomb = Buffer.from(await png(3));
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    await write("fox/zbomb.png", bomb);
    const report = await importIt();
    expect(report).toMatchObject({ found: 7, added: 1, refusedCount: 6 });
    expect(Object.fromEntries(reasons(report.refused).map(([file, , reason]) => [file, reason]))).toEqual({
      "fox/notes.txt": "not-a-picture",
      "fox/empty.jpg": "empty",
      "fox/text.jpg": "unsupported",
      "fox/truncated.png": "damaged",
      "fox/vector.png": "unsupported",
      "fox/zbomb.png": expect.stringMatching(/too-many-pixels|damaged/),
    });
    expect(await images()).toHaveLength(1);
  });

  it("wrong descriptions, by line", async () => {
    for (const [i, name] of ["a", "b", "c", "d", "e"].entries()) await write(`${name}.png`, await png(i));
    await write("copy.png", await png(0));
    await describeFiles([
      { file: "a.png", class: "fox" },
      { file: "b.png", class: "fox", width: 99, height: HEIGHT },
      { file: "c.png", class: "fox", regions: [{ kind: "mask", size: [HEIGHT, 2], counts: [0, 16] }] },
      { file: "d.png", class: "fox", regions: [{ kind: "box", x: 5, y: 0, width: WIDTH, height: 2 }] },
      { file: "copy.png", class: "lion" },
      { file: "../b.png", class: "fox" },
      { file: "e.png", class: "fox" },
      { file: "nowhere.png", class: "fox" },
    ]);
    const report = await importIt();
    expect(new Set(reasons(report.refused))).toEqual(
      new Set([
        ["b.png", 2, "size-differs"],
        ["c.png", 3, "mask-size-differs"],
        ["copy.png", 5, "duplicate"],
        ["../b.png", 6, "bad-path"],
        ["nowhere.png", 8, "missing"],
      ]),
    );
    expect(reasons(report.warnings)).toContainEqual(["d.png", 4, "region-outside-image"]);
    const rows = await images();
    expect(rows.map(({ fileName }) => fileName)).toEqual(["a.png", "d.png", "e.png"]);
    expect(rows[1].regions).toMatchObject([{ geometry: { x: 5, y: 0, width: WIDTH - 5, height: 2 } }]);
  });

  it("links, even to a picture or through a folder", async () => {
    await write("fox/1.png", await png(1));
    const outside = await mkdtemp(path.join(tmpdir(), "whynot-outside-"));
    await writeFile(path.join(outside, "secret.png"), await png(2));
    await symlink(path.join(outside, "secret.png"), path.join(folder, "fox/link.png"));
    await symlink(outside, path.join(folder, "lion"));
    const report = await importIt();
    expect(new Set(report.refused.map(({ file, reason }) => [file, reason]))).toEqual(
      new Set([
        ["fox/link.png", "link"],
        ["lion", "link"],
      ]),
    );
    await describeFiles([
      { file: "fox/1.png", class: "fox" },
      { file: "lion/secret.png", class: "fox" },
    ]);
    expect((await importIt()).refused).toContainEqual(
      expect.objectContaining({ file: "lion/secret.png", reason: "missing" }),
    );
    expect((await images()).map(({ fileName }) => fileName)).toEqual(["fox/1.png"]);
    const source = await openFolderSource(folder);
    await expect(source.read("lion/secret.png", 1e6)).rejects.toMatchObject({ code: "invalid" });
    await expect(source.read("../secret.png", 1e6)).rejects.toMatchObject({ code: "invalid" });
    await rm(outside, { recursive: true });
  });

  it("a class the data set does not have, unless new classes are welcome", async () => {
    await createDataset(ctx, { name: "Animals", classNames: ["fox", "lion"] });
    await write("fox/1.png", await png(1));
    await write("wolf/2.png", await png(2));
    const report = await importIt();
    expect(report).toMatchObject({ added: 1, refusedCount: 1 });
    expect(report.refused[0]).toMatchObject({ file: "wolf/2.png", reason: "unknown-class" });
    expect(report.refused[0].message).toMatch(/"wolf".*fox, lion/);
    expect(await importIt({ newClasses: true })).toMatchObject({ added: 1, unchanged: 1, refusedCount: 0 });
    const classes = await ctx.db.datasetClass.findMany({
      where: { dataset: { workspaceId: ctx.workspaceId } },
      orderBy: { index: "asc" },
    });
    expect(classes.map(({ name }) => name)).toEqual(["fox", "lion", "wolf"]);
  });

  it("a file that goes away while the import runs", async () => {
    await write("fox/1.png", await png(1));
    await write("fox/2.png", await png(2));
    const source = await openFolderSource(folder);
    const listing = await source.list();
    await unlink(path.join(folder, "fox/2.png"));
    const report = await importFolder(ctx, {
      name: "Animals",
      source: { ...source, list: async () => listing },
    });
    expect(report).toMatchObject({ added: 1, refusedCount: 1 });
    expect(report.refused[0]).toMatchObject({ file: "fox/2.png", reason: "missing" });
  });
});

describe("an image enters wholly or not at all", () => {
  it("when storage fails half way", async () => {
    await write("fox/1.png", await png(1));
    let calls = 0;
    const storage = {
      ...ctx.storage,
      put: async (bytes: Uint8Array) => {
        if (++calls === 3) throw new Error("disk full");
        return ctx.storage.put(bytes);
      },
    };
    const failing = importFolder(
      { ...ctx, storage },
      { name: "Animals", source: await openFolderSource(folder) },
    );
    await expect(failing).rejects.toThrow("disk full");
    expect(await images()).toEqual([]);
    expect(await importIt()).toMatchObject({ added: 1 });
  });

  it("when the database refuses a region", async () => {
    await write("a.png", await png(1));
    await describeFiles([
      { file: "a.png", class: "fox", regions: [{ kind: "box", x: 0, y: 0, width: 2, height: 2 }] },
    ]);
    await ctx.db
      .$executeRaw`ALTER TABLE "Region" ADD CONSTRAINT "closed_for_a_moment" CHECK (false) NOT VALID`;
    await expect(importIt()).rejects.toThrow();
    await ctx.db.$executeRaw`ALTER TABLE "Region" DROP CONSTRAINT "closed_for_a_moment"`;
    expect(await images()).toEqual([]);
    const dataset = await ctx.db.dataset.findFirstOrThrow({ where: { workspaceId: ctx.workspaceId } });
    expect(dataset.imageCount).toBe(0);
    expect(await importIt()).toMatchObject({ added: 1 });
  });
});

describe("who may", () => {
  it.each(["reviewer", "annotator", "viewer"] as const)(
    "a %s may neither import nor create",
    async (role) => {
      await write("fox/1.png", await png(1));
      const source = await openFolderSource(folder);
      const asker = await database.ctx(role, `lab-${workspace}`);
      await expect(importFolder(asker, { name: "Animals", source })).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(createDataset(asker, { name: "Animals" })).rejects.toMatchObject({ code: "forbidden" });
      expect(await ctx.db.dataset.count({ where: { workspaceId: ctx.workspaceId } })).toBe(0);
    },
  );

  it("data sets of the same name in two workspaces stay apart", async () => {
    await write("fox/1.png", await png(1));
    const first = await importIt();
    const other = await database.ctx("owner", `other-${workspace}`);
    const second = await importFolder(other, { name: "Animals", source: await openFolderSource(folder) });
    expect(second).toMatchObject({ added: 1 });
    expect(second.datasetId).not.toBe(first.datasetId);
    await expect(freezeVersion(other, { datasetId: first.datasetId })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("creating", () => {
  it("refuses a name in use and a class named twice", async () => {
    await createDataset(ctx, { name: " Animals " });
    await expect(createDataset(ctx, { name: "Animals" })).rejects.toMatchObject({ code: "conflict" });
    await expect(createDataset(ctx, { name: "B", classNames: ["x", "x"] })).rejects.toThrow(
      /"x" is named twice/,
    );
  });
});
