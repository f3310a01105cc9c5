import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { normaliseRecord } from "#lib/formats/dataset/normalised-image.ts";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { openZipSource } from "#lib/formats/sources/zip-source.ts";
import { WRITERS } from "#lib/formats/writers/registry.ts";
import { writePng } from "#lib/imaging/write-png.ts";
import type { Ctx } from "#lib/services/context.ts";
import { deleteDataset } from "#lib/services/datasets/delete-dataset.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { cancelExport } from "#lib/services/exports/cancel-export.ts";
import { countShapes } from "#lib/services/exports/count-shapes.ts";
import { discardExport } from "#lib/services/exports/discard-export.ts";
import { listExports } from "#lib/services/exports/list-exports.ts";
import { makeExport } from "#lib/services/exports/make-export.ts";
import { openExport } from "#lib/services/exports/open-export.ts";
import { startExport } from "#lib/services/exports/start-export.ts";
import { sweepFiles } from "#lib/services/files/sweep-files.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { startTestWorker, until } from "#test/support/run-until.ts";

let database: TestDatabase;
let ctx: Ctx;
let datasetId: string;
const NEVER = new AbortController().signal;

const SIZE = { width: 20, height: 16 };
const REGIONS = [
  { kind: "box", x: 1, y: 2, width: 5.5, height: 4, difficult: true },
  {
    kind: "rotated-box",
    corners: [
      [4, 4],
      [10, 4],
      [10, 8],
      [4, 8],
    ],
  },
  { kind: "ellipse", cx: 9, cy: 8, rx: 4, ry: 3, rotation: 30 },
  {
    kind: "points",
    points: [
      [3, 3],
      [4, 5],
    ],
  },
  {
    kind: "polyline",
    points: [
      [0, 0],
      [5, 9],
    ],
    attributes: { colour: "red" },
  },
  {
    kind: "polygon",
    parts: [
      [
        [1, 1],
        [9, 1],
        [9, 9],
      ],
    ],
    class: "tail",
  },
];

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("curator");
  const files = new Map<string, Uint8Array>();
  const lines = ["train", "train", "test"].map((split, i) => {
    const file = `${split}/${i}.png`;
    const grey = new Uint8Array(SIZE.width * SIZE.height).fill(40 * i);
    files.set(file, writePng(grey, SIZE.width, SIZE.height, 1));
    const regions = i === 2 ? [] : REGIONS;
    return JSON.stringify({
      file,
      split,
      class: i === 1 ? "dog" : "cat",
      ...SIZE,
      regions,
      attributes: { n: i },
    });
  });
  files.set("images.jsonl", new TextEncoder().encode(lines.join("\n")));
  await importFolder(ctx, { name: "Pets & co", source: memorySource(files) });
  datasetId = (await ctx.db.dataset.findFirstOrThrow({ where: { name: "Pets & co" } })).id;
});
afterAll(() => database.close());

async function archiveOf(id: string) {
  const { stream, byteSize, ...about } = await openExport(ctx, id);
  const bytes = new Uint8Array(await new Response(await stream(0, byteSize)).arrayBuffer());
  expect(bytes).toHaveLength(byteSize);
  const source = await openZipSource(async (start, end) => bytes.subarray(start, end), bytes.length);
  return { source, bytes, ...about };
}

async function exported(wish: object) {
  const { id } = await startExport(ctx, { datasetId, format: "images-jsonl", ...wish });
  await makeExport(ctx, id, {});
  return { id, ...(await archiveOf(id)) };
}

/** As an import reads it: regions in the order in which they are drawn. */
const plain = (records: Parameters<typeof normaliseRecord>[0][]) => records.map(normaliseRecord);

describe("an export", () => {
  it("holds all that was imported, and is the same when it is made again", async () => {
    const first = await exported({});
    const reading = await readDataset(first.source);
    expect(reading.refused).toEqual([]);
    expect(reading.records).toHaveLength(3);
    const [train] = plain(reading.records);
    expect(train.regions.map(({ type }) => type)).toEqual([
      "box",
      "rotated_box",
      "ellipse",
      "point",
      "polyline",
      "polygon",
    ]);
    expect(first.fileName).toBe("Pets-&-co-images-jsonl.zip");
    const second = await exported({});
    expect(second.sha256).toBe(first.sha256);
    const again = await importFolder(ctx, { name: "Again", source: second.source });
    if (again.datasetId === null) throw new Error("nothing was imported");
    expect([again.added, again.refusedCount]).toEqual([3, 0]);
    const third = await startExport(ctx, { datasetId: again.datasetId, format: "images-jsonl" });
    await makeExport(ctx, third.id, {});
    const back = await readDataset((await archiveOf(third.id)).source);
    expect(plain(back.records)).toEqual(plain(reading.records));
    // What was imported anew leaves as the same archive; under three rows it stays until all are gone.
    await discardExport(ctx, { exportId: first.id });
    await sweepFiles(ctx, NEVER);
    expect((await archiveOf(second.id)).bytes.length).toBeGreaterThan(0);
    await discardExport(ctx, { exportId: second.id });
    expect((await archiveOf(third.id)).sha256).toBe(first.sha256);
    await discardExport(ctx, { exportId: third.id });
    await sweepFiles(ctx, NEVER);
    expect(await ctx.storage.has(second.sha256)).toBe(false);
  });

  it.each(WRITERS.map(({ id }) => id))("can be read back as %s", async (format) => {
    const { source, id } = await exported({ format });
    const reading = await readDataset(source, { format });
    expect(reading.refused).toEqual([]);
    expect(reading.records).toHaveLength(3);
    const { rows } = await listExports(ctx, datasetId);
    expect(rows.find((row) => row.id === id)?.report?.regions).toBe(2 * REGIONS.length);
    expect(new TextDecoder().decode(await source.read("export-report.txt", 1e6))).toContain(
      "3 images with 12 regions",
    );
  });

  it("of a version holds what was frozen, whatever came after", async () => {
    const { number } = await freezeVersion(ctx, { datasetId });
    const before = await readDataset((await exported({ version: number })).source);
    const image = await ctx.db.image.findFirstOrThrow({ where: { datasetId, split: "train" } });
    await ctx.db.image.update({ where: { id: image.id }, data: { split: "validation", classId: null } });
    const after = await readDataset((await exported({ version: number })).source);
    const now = await readDataset((await exported({})).source);
    expect(plain(after.records)).toEqual(plain(before.records));
    expect(plain(now.records)).not.toEqual(plain(before.records));
    expect((await countShapes(ctx, datasetId, number)).counts).toEqual(
      (await countShapes(ctx, datasetId)).counts,
    );
    await ctx.db.image.update({ where: { id: image.id }, data: { split: "train", classId: image.classId } });
  });

  it("can be of one split, of one class, and without pictures", async () => {
    const test = await readDataset((await exported({ split: "test" })).source);
    expect(test.records.map(({ file }) => file)).toEqual(["test/2.png"]);
    const dogs = await readDataset((await exported({ className: "dog" })).source);
    expect(dogs.records.map(({ className }) => className)).toEqual(["dog"]);
    const { source } = await exported({ pictures: false });
    expect((await source.list()).map(({ path }) => path)).toEqual(["export-report.txt", "images.jsonl"]);
    await expect(exported({ format: "parquet", pictures: false })).rejects.toThrow(/made of the pictures/);
    await expect(exported({ className: "bird" })).rejects.toThrow(/no images to export/);
  });

  it("is refused for what is not there or not this workspace's", async () => {
    await expect(startExport(ctx, { datasetId, format: "jpeg" })).rejects.toThrow(/There is no format/);
    await expect(startExport(ctx, { datasetId, format: "coco", version: 99 })).rejects.toThrow(
      /no version 99/,
    );
    const stranger = await database.ctx("owner", "elsewhere");
    const { id } = await startExport(ctx, { datasetId, format: "coco" });
    for (const ask of [
      () => startExport(stranger, { datasetId, format: "coco" }),
      () => listExports(stranger, datasetId),
      () => openExport(stranger, id),
      () => cancelExport(stranger, { exportId: id }),
      () => discardExport(stranger, { exportId: id }),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(openExport(ctx, id)).rejects.toMatchObject({ code: "conflict" });
    await cancelExport(ctx, { exportId: id });
  });

  it("is removed when its time is over", async () => {
    const { id, sha256 } = await exported({ format: "csv" });
    const later = { ...ctx, clock: () => new Date(Date.now() + 8 * 86_400_000) };
    await expect(openExport(later, id)).rejects.toMatchObject({ code: "not_found" });
    const next = await startExport(later, { datasetId, format: "coco" });
    await makeExport(later, next.id, {});
    await sweepFiles(ctx, NEVER);
    expect(await ctx.storage.has(sha256)).toBe(false);
    expect(await ctx.db.datasetExport.findUnique({ where: { id } })).toBeNull();
  });

  it("goes with its data set, also when that is deleted while it is made", async () => {
    const { id, source } = await exported({ split: "test" });
    const { datasetId: copyId } = await importFolder(ctx, { name: "Short", source });
    const short = { datasetId: copyId, format: "images-jsonl" };
    const ready = await exported(short);
    const late = await startExport(ctx, { ...short, format: "coco" });
    let isDeleted: Promise<void> | undefined;
    const onProgress = () => {
      isDeleted ??= deleteDataset(ctx, { datasetId: copyId ?? "", name: "Short" });
    };
    const puts = vi.spyOn(ctx.storage, "putStream");
    await makeExport(ctx, late.id, { onProgress }).finally(() => isDeleted);
    const made = await puts.mock.results[0].value;
    puts.mockRestore();
    await discardExport(ctx, { exportId: id });
    await sweepFiles(ctx, NEVER);
    expect(await ctx.storage.has(ready.sha256)).toBe(false);
    expect(await ctx.storage.has(made.sha256)).toBe(false);
  });

  it("leaves nothing in storage when it is stopped", async () => {
    const { id } = await startExport(ctx, { datasetId, format: "coco" });
    const stop = new AbortController();
    let seen = 0;
    const onProgress = () => {
      if (++seen === 4) stop.abort(new Error("stopped"));
    };
    await expect(makeExport(ctx, id, { onProgress, signal: stop.signal })).rejects.toThrow("stopped");
    expect(await ctx.db.datasetExport.findUnique({ where: { id } })).toMatchObject({ sha256: null });
    const incoming = await readdir(join(database.home, "files", "incoming")).catch(() => []);
    expect(incoming).toEqual([]);
  });

  it("is made by a worker, and says how far it is", async () => {
    const worker = startTestWorker(database);
    try {
      const { id } = await startExport(ctx, { datasetId, format: "coco" });
      const row = await until("the export", async () => {
        const { rows } = await listExports(ctx, datasetId);
        const found = rows.find((each) => each.id === id);
        return found?.state === "succeeded" && found;
      });
      expect(row.byteSize).toBeGreaterThan(100);
      expect(row.report?.changes.map(({ what }) => what)).toContain("ellipse");
      const { stream } = await openExport(ctx, id);
      const end = await new Response(await stream(10, 30)).arrayBuffer();
      expect(end.byteLength).toBe(20);
    } finally {
      await worker.stop();
    }
  });
});

describe("whynot data export", () => {
  it("writes a folder without a worker, and into none that is in use", async () => {
    const { Command } = await import("commander");
    const { registerData } = await import("#cli/data.ts");
    const { openFolderSource } = await import("#lib/storage/folder-source.ts");
    const folder = await mkdtemp(join(tmpdir(), "whynot-export-"));
    vi.stubEnv("DATABASE_URL", database.url);
    vi.stubEnv("WHYNOT_HOME", database.home);
    vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    const workspace = await ctx.db.workspace.findUniqueOrThrow({ where: { id: ctx.workspaceId } });
    const run = (out: string) => {
      const program = new Command("whynot").exitOverride();
      registerData(program);
      const command = [
        "data",
        "export",
        "Pets & co",
        "--format",
        "coco",
        "--workspace",
        workspace.slug,
        "--out",
        out,
      ];
      return program.parseAsync(command, { from: "user" });
    };
    try {
      await run(join(folder, "new"));
      const reading = await readDataset(await openFolderSource(join(folder, "new")));
      expect([reading.format, reading.records.length]).toEqual(["coco", 3]);
      await expect(run(join(folder, "new"))).rejects.toThrow(/not empty/);
      await run(join(folder, "a.zip"));
      expect(await readdir(folder)).toEqual(["a.zip", "new"]);
    } finally {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true });
    }
  });
});
