import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "#lib/config.ts";
import type { Ctx } from "#lib/services/context.ts";
import { appendUpload } from "#lib/services/imports/append-upload.ts";
import { cancelImport } from "#lib/services/imports/cancel-import.ts";
import { createImport } from "#lib/services/imports/create-import.ts";
import { createUpload } from "#lib/services/imports/create-upload.ts";
import { discardImport } from "#lib/services/imports/discard-import.ts";
import { getImport } from "#lib/services/imports/get-import.ts";
import { openImportSource } from "#lib/services/imports/import-source.ts";
import { inspectImport } from "#lib/services/imports/inspect-import.ts";
import { readProblems } from "#lib/services/imports/read-problems.ts";
import { runImport } from "#lib/services/imports/run-import.ts";
import { startImport } from "#lib/services/imports/start-import.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { startTestWorker, until } from "#test/support/run-until.ts";
import { openS3Server, S3_KEYS } from "#test/support/s3-server.ts";
import { endProcess, startWorkerProcess } from "#test/support/worker-process.ts";
import { writeArchive } from "#test/support/write-archive.ts";
import { cocoFiles, zipOf } from "#test/support/write-coco.ts";
import { tarMember, tarOf } from "#test/support/write-tar.ts";

const TIMEOUT_MS = 120_000;

let database: TestDatabase;
let ctx: Ctx;
let worker: ReturnType<typeof startTestWorker>;
let small: Uint8Array;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("curator");
  worker = startTestWorker(database);
  small = zipOf(await cocoFiles(6));
}, TIMEOUT_MS);
afterAll(async () => {
  await worker.stop();
  await database.close();
});

async function* inPieces(bytes: Uint8Array, size = 20_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function upload(importId: string, file: string, bytes: Uint8Array): Promise<void> {
  const { id } = await createUpload(ctx, { importId, path: file, byteSize: bytes.length });
  if (bytes.length > 0) await appendUpload(ctx, { importId, fileId: id, offset: 0, chunks: inPieces(bytes) });
}

async function uploaded(
  name: string,
  bytes: Uint8Array,
  { file = "data.zip", ...options }: { file?: string; datasetId?: string; newClasses?: boolean } = {},
): Promise<string> {
  const { id } = await createImport(ctx, { name, source: { kind: "upload" }, ...options });
  await upload(id, file, bytes);
  await inspectImport(ctx, { importId: id });
  return id;
}

const atRest = (importId: string) =>
  until(`import ${importId} to rest`, async () => {
    const detail = await getImport(ctx, importId);
    return !["inspecting", "importing"].includes(detail.state) && detail;
  });

const imagesOf = (datasetId: string | null) =>
  ctx.db.image.findMany({
    where: { datasetId: datasetId ?? "none" },
    include: { regions: { orderBy: { id: "asc" } }, class: true },
    orderBy: { id: "asc" },
  });

async function filesOf(importId: string): Promise<string[]> {
  return readdir(path.join(database.home, "uploads", importId), { recursive: true }).catch(() => []);
}

describe("an import of an archive", () => {
  it(
    "is looked at without a trace, and then brings in all that its format says",
    async () => {
      const importId = await uploaded("Zoo", small);
      const ready = await atRest(importId);
      expect(ready).toMatchObject({ state: "ready", datasetId: null, error: null });
      expect(ready.findings).toMatchObject({
        dryRun: true,
        format: "coco",
        found: 6,
        added: 6,
        refusedCount: 0,
        newClasses: ["zebra", "ant", "never used"],
        contents: {
          regionCount: 12,
          kinds: [
            { kind: "box", regions: 6 },
            { kind: "polygon", regions: 6 },
          ],
          splits: [{ name: "train", images: 6 }],
        },
      });
      expect(await ctx.db.dataset.count()).toBe(0);
      expect(await ctx.db.image.count()).toBe(0);

      const { datasetId } = await startImport(ctx, { importId, name: "Zoo of COCO" });
      const done = await atRest(importId);
      expect(done).toMatchObject({ state: "succeeded", datasetId, result: { added: 6, unchanged: 0 } });
      const images = await imagesOf(datasetId);
      expect(images.map(({ fileName }) => fileName)).toEqual(
        [1, 2, 3, 4, 5, 6].map((i) => `images/${i}.png`),
      );
      expect(images[0].regions).toMatchObject([
        { kind: "box", geometry: { x: 4, y: 4, width: 20, height: 10 } },
        { kind: "polygon" },
      ]);
      const classes = await ctx.db.datasetClass.findMany({ where: { datasetId }, orderBy: { index: "asc" } });
      expect(classes.map(({ name }) => name)).toEqual(["zebra", "ant", "never used"]);
      const rows = () => ctx.db.importFile.count({ where: { importId } });
      await until("what was sent to go", async () => (await rows()) === 0);
      expect(await filesOf(importId)).toEqual(["problems.csv"]);
      expect(done).toMatchObject({ fileCount: 1, byteSize: small.length });
      const set = () => ctx.db.dataset.findUniqueOrThrow({ where: { id: datasetId } });
      await until("the images to be compared", async () => (await set()).comparedAt !== null);
    },
    TIMEOUT_MS,
  );

  it(
    "changes nothing the second time",
    async () => {
      const { id: datasetId } = await ctx.db.dataset.findFirstOrThrow({ where: { name: "Zoo of COCO" } });
      const before = await imagesOf(datasetId);
      const importId = await uploaded("ignored", small, { datasetId });
      expect((await atRest(importId)).findings).toMatchObject({ added: 0, unchanged: 6, newClasses: [] });
      await startImport(ctx, { importId });
      expect(await atRest(importId)).toMatchObject({
        state: "succeeded",
        result: { added: 0, unchanged: 6 },
      });
      expect(await imagesOf(datasetId)).toEqual(before);
    },
    TIMEOUT_MS,
  );

  it(
    "is the same packed as .tar.gz, and what was unpacked goes",
    async () => {
      const { id: datasetId } = await ctx.db.dataset.findFirstOrThrow({ where: { name: "Zoo of COCO" } });
      const before = await imagesOf(datasetId);
      const members = [...(await cocoFiles(6))].map(([name, bytes]) => tarMember(`./${name}`, bytes));
      const packed = gzipSync(tarOf(...members));
      const importId = await uploaded("ignored", packed, { datasetId, file: "zoo.tar.gz" });
      expect((await atRest(importId)).findings).toMatchObject({ added: 0, unchanged: 6 });
      await startImport(ctx, { importId });
      expect(await atRest(importId)).toMatchObject({ state: "succeeded", result: { unchanged: 6 } });
      expect(await imagesOf(datasetId)).toEqual(before);
      await until("what was unpacked to go", async () => (await filesOf(importId)).join() === "problems.csv");
    },
    TIMEOUT_MS,
  );

  it("asks for another name when there is such a data set", async () => {
    const importId = await uploaded("Zoo of COCO", small);
    await atRest(importId);
    await expect(startImport(ctx, { importId })).rejects.toMatchObject({ code: "conflict" });
    expect(await getImport(ctx, importId)).toMatchObject({ state: "ready" });
  });

  it(
    "that is hostile is refused, says why and leaves nothing behind",
    async () => {
      const [datasets, images] = [await ctx.db.dataset.count(), await ctx.db.image.count()];
      const bomb = { name: "a.png", content: new Uint8Array(5_000_000) };
      const archives: [Uint8Array, RegExp][] = [
        [writeArchive([{ name: "../../outside.png", content: new Uint8Array(9) }]), /stay inside/],
        [writeArchive([{ name: "/etc/passwd", content: new Uint8Array(9) }]), /absolute/],
        [writeArchive([bomb]), /times its size/],
        [writeArchive([{ name: "a.zip", content: new Uint8Array(9) }]), /another archive/],
        [new Uint8Array(100), /damaged or no ZIP/],
      ];
      for (const [bytes, why] of archives) {
        const importId = await uploaded("Hostile", bytes);
        const refused = await atRest(importId);
        expect(refused).toMatchObject({ state: "failed", error: expect.stringMatching(why), findings: null });
        await expect(startImport(ctx, { importId })).rejects.toMatchObject({ code: "conflict" });
        await discardImport(ctx, { importId });
        expect(await filesOf(importId)).toEqual([]);
      }
      expect([await ctx.db.dataset.count(), await ctx.db.image.count()]).toEqual([datasets, images]);
    },
    TIMEOUT_MS,
  );

  it(
    "names each problem with its file and line, in the report and in a CSV that no spreadsheet runs",
    async () => {
      const files = await cocoFiles(3);
      files.set("images/2.png", new TextEncoder().encode("no picture"));
      files.set("images/=cmd.png", new TextEncoder().encode("unlisted"));
      const importId = await uploaded("Problems", zipOf(files));
      const { findings } = await atRest(importId);
      expect(findings).toMatchObject({
        found: 3,
        added: 2,
        refusedReasons: [{ reason: "unsupported", count: 1 }],
        warningReasons: [{ reason: "unlisted", count: 1 }],
      });
      const csv = await new Response(await readProblems(ctx, importId)).text();
      expect(csv.split("\r\n")).toEqual([
        "outcome,reason,file,line,message",
        expect.stringMatching(/^warning,unlisted,images\/=cmd\.png,,/),
        expect.stringMatching(/^refused,unsupported,images\/2\.png,\d+,/),
        "",
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    "is read as told, and refuses classes the data set does not have unless they are welcome",
    async () => {
      const { id: datasetId } = await ctx.db.dataset.findFirstOrThrow({ where: { name: "Zoo of COCO" } });
      const files = await cocoFiles(9);
      const importId = await uploaded("ignored", zipOf(files), { datasetId });
      expect((await atRest(importId)).findings).toMatchObject({ format: "coco", added: 3, unchanged: 6 });
      await inspectImport(ctx, { importId, format: "class-folders" });
      expect((await atRest(importId)).findings).toMatchObject({ format: "class-folders", added: 0 });
      await inspectImport(ctx, { importId, format: "class-folders", newClasses: true });
      const { findings } = await atRest(importId);
      expect(findings).toMatchObject({ newClasses: ["images"], added: 3 });
      await expect(inspectImport(ctx, { importId, format: "no-such" })).rejects.toThrow(/no such layout/);
    },
    TIMEOUT_MS,
  );
});

describe("an import at work", () => {
  it(
    "goes on after its worker was killed, and doubles nothing",
    async () => {
      const files = await cocoFiles(400);
      const lonely = await createTestDatabase();
      const asker = await lonely.ctx("curator");
      const { id } = await createImport(asker, { name: "Killed", source: { kind: "upload" } });
      const bytes = zipOf(files);
      const { id: fileId } = await createUpload(asker, {
        importId: id,
        path: "k.zip",
        byteSize: bytes.length,
      });
      await appendUpload(asker, { importId: id, fileId, offset: 0, chunks: inPieces(bytes) });
      await inspectImport(asker, { importId: id });
      const state = async () => (await getImport(asker, id)).state;
      let process = startWorkerProcess(lonely);
      await until("the look", async () => (await state()) === "ready");
      const { datasetId } = await startImport(asker, { importId: id });
      const count = () => asker.db.image.count({ where: { datasetId } });
      await until("the first images", async () => (await count()) > 0);
      await endProcess(process, "SIGKILL");
      const before = await count();
      expect(before).toBeLessThan(400);
      process = startWorkerProcess(lonely);
      await until("the rest", async () => (await state()) === "succeeded");
      await endProcess(process, "SIGTERM");
      expect((await getImport(asker, id)).result).toMatchObject({
        added: 400,
        unchanged: 0,
        refusedCount: 0,
      });
      expect(await count()).toBe(400);
      expect(await asker.db.region.count()).toBe(800);
      const rows = await asker.db.image.findMany({ where: { datasetId }, orderBy: { id: "asc" } });
      expect(rows.map(({ fileName }) => fileName)).toEqual(
        Array.from({ length: 400 }, (_, i) => `images/${i + 1}.png`),
      );
      const dataset = await asker.db.dataset.findUniqueOrThrow({ where: { id: datasetId } });
      expect(dataset.imageCount).toBe(400);
      await lonely.close();
    },
    TIMEOUT_MS,
  );

  it(
    "can be stopped and goes on",
    async () => {
      const importId = await uploaded("Stopped", zipOf(await cocoFiles(300)));
      await atRest(importId);
      const { datasetId } = await startImport(ctx, { importId });
      await until("the first images", async () => (await imagesOf(datasetId)).length > 0);
      await cancelImport(ctx, { importId });
      await expect(cancelImport(ctx, { importId })).rejects.toMatchObject({ code: "conflict" });
      const { jobId } = await ctx.db.datasetImport.findUniqueOrThrow({ where: { id: importId } });
      await until("the job to end", async () => {
        const job = await ctx.db.job.findUniqueOrThrow({ where: { id: jobId ?? "" } });
        return job.state === "cancelled" || job.state === "succeeded";
      });
      expect(await getImport(ctx, importId)).toMatchObject({ state: "cancelled" });
      await startImport(ctx, { importId });
      expect(await atRest(importId)).toMatchObject({
        state: "succeeded",
        result: { added: 300, unchanged: 0 },
      });
      expect(await imagesOf(datasetId)).toHaveLength(300);
    },
    TIMEOUT_MS,
  );

  it(
    "shares a data set with another one: each picture enters once",
    async () => {
      const first = await uploaded("Shared", zipOf(await cocoFiles(120)));
      await atRest(first);
      const { datasetId } = await startImport(ctx, { importId: first });
      const reversed = new Map([...(await cocoFiles(150))].reverse());
      const second = await uploaded("ignored", zipOf(reversed), { datasetId, newClasses: true });
      await atRest(second);
      await startImport(ctx, { importId: second });
      const [a, b] = [await atRest(first), await atRest(second)];
      expect([a.state, b.state]).toEqual(["succeeded", "succeeded"]);
      expect((a.result?.added ?? 0) + (b.result?.added ?? 0)).toBe(150);
      expect(await imagesOf(datasetId)).toHaveLength(150);
      const { imageCount } = await ctx.db.dataset.findUniqueOrThrow({ where: { id: datasetId } });
      expect(imageCount).toBe(150);
    },
    TIMEOUT_MS,
  );
});

describe("files sent one by one", () => {
  it(
    "are a data set under the paths they were sent with",
    async () => {
      const { id } = await createImport(ctx, { name: "One by one", source: { kind: "upload" } });
      for (const [file, bytes] of await cocoFiles(3)) await upload(id, `zoo/${file}`, bytes);
      await upload(id, "zoo/empty.txt", new Uint8Array());
      await upload(id, "zoo/images/empty.png", new Uint8Array());
      await inspectImport(ctx, { importId: id });
      expect(await atRest(id)).toMatchObject({ state: "ready", findings: { format: "coco", added: 3 } });
      await inspectImport(ctx, { importId: id, format: "class-folders" });
      const { findings } = await atRest(id);
      expect(findings?.refused).toContainEqual(
        expect.objectContaining({ file: "zoo/images/empty.png", reason: "empty" }),
      );
    },
    TIMEOUT_MS,
  );

  it("must have come in full, and no more come afterwards", async () => {
    const { id: importId } = await createImport(ctx, { name: "Half", source: { kind: "upload" } });
    await expect(inspectImport(ctx, { importId })).rejects.toThrow(/Nothing has been sent/);
    const { id: fileId } = await createUpload(ctx, { importId, path: "a.zip", byteSize: 10 });
    await appendUpload(ctx, { importId, fileId, offset: 0, chunks: inPieces(new Uint8Array(4)) });
    await expect(inspectImport(ctx, { importId })).rejects.toThrow(/a\.zip has not arrived in full/);
    await appendUpload(ctx, { importId, fileId, offset: 4, chunks: inPieces(new Uint8Array(6)) });
    await inspectImport(ctx, { importId });
    await expect(createUpload(ctx, { importId, path: "b.zip", byteSize: 1 })).rejects.toThrow(
      /no more files/,
    );
  });

  it("keep what came before the connection broke, and refuse what does not follow on", async () => {
    const { id: importId } = await createImport(ctx, { name: "Broken", source: { kind: "upload" } });
    const { id: fileId } = await createUpload(ctx, { importId, path: "a.bin", byteSize: 10 });
    async function* broken() {
      yield new Uint8Array(3).fill(1);
      throw new Error("connection reset");
    }
    const send = (offset: number, chunks: AsyncIterable<Uint8Array>) =>
      appendUpload(ctx, { importId, fileId, offset, chunks });
    await expect(send(0, broken())).rejects.toMatchObject({ details: { received: 3 } });
    await expect(send(0, inPieces(new Uint8Array(10)))).rejects.toMatchObject({
      code: "conflict",
      details: { received: 3 },
    });
    await expect(send(3, inPieces(new Uint8Array(8)))).rejects.toMatchObject({ code: "too_large" });
    expect(await send(3, inPieces(new Uint8Array(7)))).toMatchObject({ received: 10 });
  });

  it("of a connection that hangs are taken over by whoever sends them again", async () => {
    const { id: importId } = await createImport(ctx, { name: "Hanging", source: { kind: "upload" } });
    const { id: fileId } = await createUpload(ctx, { importId, path: "a.bin", byteSize: 6 });
    let hangs = () => {};
    const hanging = new Promise<void>((resolve) => {
      hangs = resolve;
    });
    async function* chunks() {
      yield new Uint8Array(2).fill(1);
      hangs();
      await new Promise(() => {});
    }
    const first = appendUpload(ctx, { importId, fileId, offset: 0, chunks: chunks() });
    const lost = expect(first).rejects.toMatchObject({ details: { received: 2 } });
    await hanging;
    const second = appendUpload(ctx, {
      importId,
      fileId,
      offset: 2,
      chunks: inPieces(new Uint8Array(4).fill(2)),
    });
    await lost;
    expect(await second).toMatchObject({ received: 6 });
  });

  it("are bounded in all, and their paths stay inside", async () => {
    const { id: importId } = await createImport(ctx, { name: "Bounded", source: { kind: "upload" } });
    const announce = (file: string, byteSize: number) =>
      createUpload(ctx, { importId, path: file, byteSize });
    await announce("a.bin", 40_000_000);
    await expect(announce("b.bin", 20_000_000)).rejects.toMatchObject({ code: "too_large" });
    expect(await announce("a.bin", 40_000_000)).toMatchObject({ received: 0 });
    await expect(announce("a.bin", 39_000_000)).rejects.toMatchObject({ code: "conflict" });
    for (const bad of ["../a", "/a", "C:\\a", "a//b", "a/\0b", ""]) {
      await expect(announce(bad, 1)).rejects.toMatchObject({ code: "invalid" });
    }
    expect(await getImport(ctx, importId)).toMatchObject({ byteSize: 40_000_000, fileCount: 1 });
  });
});

describe("a folder of the server", () => {
  it(
    "is read where the operator allows it, without following links, and nowhere else",
    async () => {
      const root = path.join(database.home, "allowed");
      const evil = path.join(database.home, "allowed-evil");
      for (const folder of [path.join(root, "zoo/images"), path.join(root, "zoo/annotations"), evil])
        await mkdir(folder, { recursive: true });
      for (const [file, bytes] of await cocoFiles(2)) await writeFile(path.join(root, "zoo", file), bytes);
      await symlink(evil, path.join(root, "link"));
      const asker: Ctx = { ...ctx, imports: { ...ctx.imports!, folders: [root] } };
      const from = (folder: string) =>
        createImport(asker, { name: "Served", source: { kind: "folder", path: folder } });
      for (const outside of [evil, path.join(root, "link"), `${root}/../allowed-evil`, "/etc", "nowhere"]) {
        await expect(from(outside)).rejects.toMatchObject({ code: "not_found" });
      }
      await expect(
        createImport(ctx, { name: "Served", source: { kind: "folder", path: root } }),
      ).rejects.toThrow(/IMPORT_FOLDERS/);
      const { id } = await from("zoo");
      const row = await ctx.db.datasetImport.findUniqueOrThrow({ where: { id } });
      const opened = await openImportSource(asker, row);
      expect((await opened.source.list()).map((entry) => entry.path)).toContain("images/1.png");
      await opened.close();
      // This test's worker may read no folder at all, and is asked again.
      expect(await atRest(id)).toMatchObject({
        state: "failed",
        error: expect.stringMatching(/IMPORT_FOLDERS/),
      });
    },
    TIMEOUT_MS,
  );
});

describe("a place in S3", () => {
  it(
    "is read where the operator allows it and nowhere else, and asked again by the worker",
    async () => {
      const files = [...(await cocoFiles(3))].map(([file, bytes]) => [`open/zoo/${file}`, bytes] as const);
      const server = await openS3Server(new Map([...files, ["closed/1.png", files[0][1]]]));
      const environment = {
        WHYNOT_HOME: database.home,
        AWS_ENDPOINT_URL_S3: server.endpoint,
        AWS_REGION: S3_KEYS.region,
        AWS_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
        S3_PATH_STYLE: "on",
        IMPORT_S3: "s3://pictures/open",
      };
      const asker: Ctx = { ...ctx, imports: readConfig(environment).imports };
      const from = (address: string, by = asker) =>
        createImport(by, { name: "Bucket", source: { kind: "s3", address } });
      for (const closed of ["s3://pictures", "s3://pictures/closed", "s3://pictures/open-too"]) {
        await expect(from(closed)).rejects.toMatchObject({ code: "forbidden" });
      }
      await expect(from("/etc")).rejects.toThrow(/s3:\/\/bucket/);
      await expect(from("s3://pictures/open", ctx)).rejects.toThrow(/IMPORT_S3/);
      expect(server.asked).toEqual([]);

      const { id } = await from("s3://pictures/open/zoo");
      // This test's worker may read no place at all, and is asked again.
      expect(await atRest(id)).toMatchObject({ state: "failed", error: expect.stringMatching(/IMPORT_S3/) });
      const row = await ctx.db.datasetImport.findUniqueOrThrow({ where: { id } });
      const job = { id: "", attempt: 1, progress: async () => {}, gotFurther: async () => {} };
      const { signal } = new AbortController();
      const findings = await runImport(asker, row, { ...job, signal }, { dryRun: true });
      expect(findings).toMatchObject({ format: "coco", added: 3, refusedCount: 0 });
      await server.close();
    },
    TIMEOUT_MS,
  );
});

describe("a manifest of addresses", () => {
  it("is taken only where the operator lets the server fetch, and asked again by the worker", async () => {
    const wish = { name: "Fetched", source: { kind: "urls" } };
    await expect(createImport(ctx, wish)).rejects.toThrow(/IMPORT_URLS=on/);
    const asker: Ctx = { ...ctx, imports: { ...ctx.imports!, fetchesUrls: true } };
    const { id } = await createImport(asker, wish);
    await upload(id, "list.txt", new TextEncoder().encode("https://pictures.example/1.png\n"));
    await inspectImport(ctx, { importId: id });
    expect(await atRest(id)).toMatchObject({
      state: "failed",
      error: expect.stringMatching(/IMPORT_URLS=on/),
    });
  });
});

describe("an import of another workspace", () => {
  it("is not there", async () => {
    const { id: importId } = await createImport(ctx, { name: "Ours", source: { kind: "upload" } });
    const stranger = await database.ctx("owner", "elsewhere");
    for (const ask of [
      () => getImport(stranger, importId),
      () => inspectImport(stranger, { importId }),
      () => startImport(stranger, { importId }),
      () => cancelImport(stranger, { importId }),
      () => discardImport(stranger, { importId }),
      () => createUpload(stranger, { importId, path: "a", byteSize: 1 }),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "not_found" });
    }
    const viewer = await database.ctx("viewer");
    await expect(getImport(viewer, importId)).rejects.toMatchObject({ code: "forbidden" });
  });
});
