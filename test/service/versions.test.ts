import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "#lib/db/id.ts";
import type { Ctx } from "#lib/services/context.ts";
import { editImages } from "#lib/services/curation/edit-images.ts";
import { deleteDataset } from "#lib/services/datasets/delete-dataset.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { sweepFiles } from "#lib/services/files/sweep-files.ts";
import { deleteVersion } from "#lib/services/versions/delete-version.ts";
import { diffVersions } from "#lib/services/versions/diff-versions.ts";
import { getVersion } from "#lib/services/versions/get-version.ts";
import { listChanges } from "#lib/services/versions/list-changes.ts";
import { listVersions } from "#lib/services/versions/list-versions.ts";
import { verifyVersion } from "#lib/services/versions/verify-version.ts";
import { bareImages } from "#test/support/bare-images.ts";
import { importCurated } from "#test/support/curated-dataset.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";

let database: TestDatabase;
let ctx: Ctx;
let datasetId: string;
let idOf: (file: string) => string;
let workspace = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ctx = await database.ctx("curator", `versions-${++workspace}`);
  ({ datasetId, idOf } = await importCurated(ctx, "Animals", [
    {
      file: "a.png",
      class: "fox",
      split: "train",
      regions: [{ kind: "box", x: 1, y: 1, width: 4, height: 4 }],
    },
    { file: "b.png", class: "fox", split: "train" },
    { file: "c.png", class: "lion", split: "test", regions: [{ kind: "points", points: [[2, 3]] }] },
    { file: "d.png", split: "test" },
  ]));
});

const deleteImages = (who: Ctx, ids: string[]) =>
  editImages(who, { datasetId, selection: { ids }, change: { kind: "delete" } });
const daysFromNow = (days: number) => () => new Date(Date.now() + days * 86_400_000);
const diff = (from: number | "now", to: number | "now") => diffVersions(ctx, { datasetId, from, to });

describe("a frozen version", () => {
  it("is listed with its note, its counts and who froze it", async () => {
    await freezeVersion(ctx, { datasetId, note: "  for the paper " });
    const { rows } = await listVersions(ctx, datasetId);
    expect(rows).toMatchObject([{ number: 1, note: "for the paper", imageCount: 4, uses: [] }]);
    const version = await getVersion(ctx, datasetId, 1);
    expect(version.frozenBy).toBe("A curator");
    expect(version.counts.images).toEqual([
      { className: "fox", split: "train", count: 2 },
      { className: "lion", split: "test", count: 1 },
      { className: null, split: "test", count: 1 },
    ]);
    expect(version.counts.regions).toEqual([
      { kind: "box", count: 1 },
      { kind: "points", count: 1 },
    ]);
  });

  it("is verified from its rows, and found out when a row was changed behind its back", async () => {
    const { id } = await freezeVersion(ctx, { datasetId });
    expect(await verifyVersion(ctx, { datasetId, number: 1 })).toMatchObject({ intact: true, imageCount: 4 });
    await ctx.db.versionImage.updateMany({
      where: { versionId: id, imageId: idOf("b.png") },
      data: { split: "test" },
    });
    expect(await verifyVersion(ctx, { datasetId, number: 1 })).toMatchObject({ intact: false });
  });

  it("is intact when images were edited while it was being frozen", async () => {
    const { datasetId: bare, ids } = await bareImages(ctx, 1_200);
    let frozen = false;
    const editing = (async () => {
      for (let at = 0; !frozen; at++) {
        const data = { split: `split ${at % 7}` };
        await ctx.db.image.update({ where: { id: ids[(at * 997) % ids.length] }, data });
      }
    })();
    await freezeVersion(ctx, { datasetId: bare });
    frozen = true;
    await editing;
    expect(await verifyVersion(ctx, { datasetId: bare, number: 1 })).toMatchObject({ intact: true });
  });

  it("does not exist for another workspace, and viewers cannot freeze or delete", async () => {
    await freezeVersion(ctx, { datasetId });
    const stranger = await database.ctx("owner", "elsewhere");
    for (const ask of [
      () => listVersions(stranger, datasetId),
      () => getVersion(stranger, datasetId, 1),
      () => verifyVersion(stranger, { datasetId, number: 1 }),
      () => diffVersions(stranger, { datasetId, from: 1, to: "now" }),
      () => listChanges(stranger, { datasetId, from: 1, to: "now", change: "added" }),
      () => deleteVersion(stranger, { datasetId, number: 1 }),
      () => deleteImages(stranger, [idOf("a.png")]),
      () => deleteDataset(stranger, { datasetId, name: "Animals" }),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "not_found" });
    }
    const viewer = await database.ctx("viewer", `versions-${workspace}`);
    await expect(deleteVersion(viewer, { datasetId, number: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("the difference of two versions", () => {
  it("is nothing between a version and the data set it was frozen from", async () => {
    await freezeVersion(ctx, { datasetId });
    expect(await diff(1, "now")).toMatchObject({
      added: 0,
      removed: 0,
      unchanged: 4,
      classChanged: 0,
      splitChanged: 0,
      regionsChanged: 0,
    });
  });

  it("counts and lists what was added, reclassified, moved and redrawn", async () => {
    await freezeVersion(ctx, { datasetId });
    const lion = await ctx.db.datasetClass.findFirstOrThrow({ where: { datasetId, name: "lion" } });
    await ctx.db.image.update({ where: { id: idOf("b.png") }, data: { classId: lion.id } });
    await ctx.db.image.update({ where: { id: idOf("d.png") }, data: { split: "validation" } });
    const region = await ctx.db.region.findFirstOrThrow({ where: { imageId: idOf("c.png") } });
    await ctx.db.region.create({
      data: {
        ...region,
        attributes: { difficult: true },
        geometry: region.geometry ?? {},
        id: newId(),
        revision: 2,
      },
    });
    await importCurated(ctx, "Animals", [{ file: "e.png", class: "lion", split: "test" }]);

    const changed = {
      added: 1,
      removed: 0,
      unchanged: 1,
      classChanged: 1,
      splitChanged: 1,
      regionsChanged: 1,
      classMoves: [{ from: "fox", to: "lion", count: 1 }],
      splitMoves: [{ from: "test", to: "validation", count: 1 }],
    };
    expect(await diff(1, "now")).toMatchObject(changed);
    await freezeVersion(ctx, { datasetId });
    expect(await diff(1, 2)).toMatchObject(changed);
    expect(await diff(2, "now")).toMatchObject({ unchanged: 5, added: 0 });
    expect(await diff(2, 1)).toMatchObject({ added: 0, removed: 1 });

    const files = async (change: "added" | "class" | "split" | "regions") =>
      (await listChanges(ctx, { datasetId, from: 1, to: 2, change })).rows.map(({ fileName }) => fileName);
    expect(await files("added")).toEqual(["e.png"]);
    expect(await files("class")).toEqual(["b.png"]);
    expect(await files("split")).toEqual(["d.png"]);
    expect(await files("regions")).toEqual(["c.png"]);
  });

  it("takes a region redrawn as it was for unchanged", async () => {
    await freezeVersion(ctx, { datasetId });
    const region = await ctx.db.region.findFirstOrThrow({ where: { imageId: idOf("a.png") } });
    const { geometry, attributes, ...row } = region;
    await ctx.db.region.create({
      data: { ...row, geometry: geometry ?? {}, attributes: attributes ?? {}, id: newId(), revision: 2 },
    });
    expect(await diff(1, "now")).toMatchObject({ regionsChanged: 0, unchanged: 4 });
    expect((await freezeVersion(ctx, { datasetId })).number).toBe(1);
  });

  it("walks long lists page by page, there and back", async () => {
    const many = Array.from({ length: 130 }, (_, i) => ({
      file: `n/${i}.png`,
      class: "fox",
      split: "train",
    }));
    await freezeVersion(ctx, { datasetId });
    await importCurated(ctx, "Animals", many);
    const wish = { datasetId, from: 1, to: "now", change: "added" } as const;
    const first = await listChanges(ctx, wish);
    const second = await listChanges(ctx, { ...wish, after: first.after ?? "" });
    const third = await listChanges(ctx, { ...wish, after: second.after ?? "" });
    expect([first, second, third].map(({ rows }) => rows.length)).toEqual([60, 60, 10]);
    expect(third.after).toBeNull();
    const ids = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(new Set(ids).size).toBe(130);
    const back = await listChanges(ctx, { ...wish, before: third.before ?? "" });
    expect(back.rows).toEqual(second.rows);
  });
});

describe("deleting", () => {
  it("a version that nothing uses works, and its number is not given again", async () => {
    await freezeVersion(ctx, { datasetId });
    await deleteVersion(ctx, { datasetId, number: 1 });
    expect((await listVersions(ctx, datasetId)).rows).toEqual([]);
    expect((await freezeVersion(ctx, { datasetId })).number).toBe(2);
    // What it is compared with is a version that is there.
    expect((await getVersion(ctx, datasetId, 2)).earlier).toBeNull();
    await ctx.db.image.update({ where: { id: idOf("b.png") }, data: { split: "test" } });
    await freezeVersion(ctx, { datasetId });
    expect((await getVersion(ctx, datasetId, 3)).earlier).toBe(2);
  });

  it("a version or data set that a run uses is refused with the run's name", async () => {
    const owner = await database.ctx("owner", `used-${workspace}`);
    const { runId } = await createFinishedRun(owner, 3);
    const { version } = await owner.db.run.findUniqueOrThrow({
      where: { id: runId },
      include: { version: true },
    });
    const asked = { datasetId: version.datasetId, number: version.number };
    await expect(deleteVersion(owner, asked)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Finished run"),
      details: { uses: expect.arrayContaining([{ kind: "run", id: runId, name: "Finished run" }]) },
    });
    const { name } = await owner.db.dataset.findUniqueOrThrow({ where: { id: version.datasetId } });
    await expect(deleteDataset(owner, { datasetId: version.datasetId, name })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await owner.db.versionImage.count({ where: { versionId: version.id } })).toBe(3);
  });

  it("images of a version are refused all together; others go with regions, counter and unshared files", async () => {
    await freezeVersion(ctx, { datasetId });
    const wish = [idOf("a.png"), idOf("b.png")];
    await expect(deleteImages(ctx, wish)).rejects.toMatchObject({
      code: "conflict",
      details: { versions: [{ number: 1, count: 2 }] },
    });
    expect(await ctx.db.image.count({ where: { datasetId } })).toBe(4);
    await deleteVersion(ctx, { datasetId, number: 1 });

    // Another data set has the same a.png.
    const twin = await ctx.db.image.findUniqueOrThrow({ where: { id: idOf("a.png") } });
    const other = await ctx.db.dataset.create({
      data: { id: newId(), workspaceId: ctx.workspaceId, name: "Others" },
    });
    const { attributes, ...row } = twin;
    await ctx.db.image.create({
      data: { ...row, attributes: attributes ?? {}, id: newId(), datasetId: other.id, classId: null },
    });
    const gone = await ctx.db.image.findUniqueOrThrow({ where: { id: idOf("b.png") } });

    expect(await deleteImages(ctx, wish)).toMatchObject({ changedCount: 2 });
    await expect(deleteImages(ctx, wish)).rejects.toMatchObject({ code: "not_found" });
    expect((await ctx.db.dataset.findUniqueOrThrow({ where: { id: datasetId } })).imageCount).toBe(2);
    expect(await ctx.db.region.count({ where: { imageId: idOf("a.png") } })).toBe(0);
    expect(await ctx.storage.has(gone.sha256)).toBe(true);

    const { signal } = new AbortController();
    await ctx.db.releasedFile.create({ data: { sha256: gone.sha256 } });
    await sweepFiles({ ...ctx, clock: daysFromNow(29) }, signal);
    expect(await ctx.storage.has(gone.sha256)).toBe(true);
    await sweepFiles({ ...ctx, clock: daysFromNow(31) }, signal);
    expect(await ctx.storage.has(gone.sha256)).toBe(false);
    expect(await ctx.storage.has(gone.thumbSha256)).toBe(false);
    expect(await ctx.db.blob.findUnique({ where: { sha256: gone.sha256 } })).toBeNull();
    for (const name of [twin.sha256, twin.displaySha256, twin.thumbSha256]) {
      expect(await ctx.storage.has(name)).toBe(true);
    }
    expect(await ctx.db.releasedFile.count()).toBe(0);
  });

  it("a data set takes its name, and everything of it goes", async () => {
    await freezeVersion(ctx, { datasetId });
    await expect(deleteDataset(ctx, { datasetId, name: "animals" })).rejects.toThrow(
      /Type the data set's name/,
    );
    const { sha256 } = await ctx.db.image.findUniqueOrThrow({ where: { id: idOf("b.png") } });
    await deleteVersion(ctx, { datasetId, number: 1 });
    await deleteImages(ctx, [idOf("b.png")]);
    await freezeVersion(ctx, { datasetId });
    await deleteDataset(ctx, { datasetId, name: "Animals" });
    await sweepFiles(ctx, new AbortController().signal);
    expect(await ctx.storage.has(sha256)).toBe(false);
    expect(await ctx.db.dataset.findUnique({ where: { id: datasetId } })).toBeNull();
    expect(await ctx.db.versionImage.count({ where: { image: { datasetId } } })).toBe(0);
    const event = await ctx.db.auditEvent.findFirst({ where: { action: "dataset.delete" } });
    expect(event?.details).toMatchObject({ name: "Animals", imageCount: 3 });
  });

  it("and importing the same pictures while files are swept leaves no image without its file", async () => {
    const images = Array.from({ length: 40 }, (_, i) => ({ file: `${i}.png`, class: "fox", split: "train" }));
    const first = await importCurated(ctx, "Swept", images);
    await editImages(
      { ...ctx, clock: daysFromNow(-31) },
      {
        datasetId: first.datasetId,
        selection: { ids: images.map(({ file }) => first.idOf(file)) },
        change: { kind: "delete" },
      },
    );
    await Promise.all([
      sweepFiles(ctx, new AbortController().signal),
      importCurated(ctx, "Swept", images),
      sweepFiles(ctx, new AbortController().signal),
    ]);
    const rows = await ctx.db.image.findMany({ where: { datasetId: first.datasetId } });
    expect(rows).toHaveLength(40);
    for (const { sha256, displaySha256, thumbSha256 } of rows) {
      for (const name of [sha256, displaySha256, thumbSha256]) expect(await ctx.storage.has(name)).toBe(true);
    }
  });
});
