import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readTaxonomy } from "#lib/metrics/taxonomy/read-taxonomy.ts";
import { createClass } from "#lib/services/classes/create-class.ts";
import { deleteClass } from "#lib/services/classes/delete-class.ts";
import { exportTaxonomy } from "#lib/services/classes/export-taxonomy.ts";
import { type ClassDetail, listClasses } from "#lib/services/classes/list-classes.ts";
import { mergeClasses } from "#lib/services/classes/merge-classes.ts";
import { reorderClasses } from "#lib/services/classes/reorder-classes.ts";
import { undoMerge } from "#lib/services/classes/undo-merge.ts";
import { updateClass } from "#lib/services/classes/update-class.ts";
import type { Ctx } from "#lib/services/context.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { verifyVersion } from "#lib/services/versions/verify-version.ts";
import { importCurated } from "#test/support/curated-dataset.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let ctx: Ctx;
let datasetId: string;
let idOf: (file: string) => string;
let workspace = 0;

const box = (className?: string) => ({ kind: "box", x: 1, y: 1, width: 4, height: 4, class: className });

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ctx = await database.ctx("curator", `classes-${++workspace}`);
  ({ datasetId, idOf } = await importCurated(ctx, "Animals", [
    { file: "a.png", class: "fox", split: "train", regions: [box()] },
    { file: "b.png", class: "red fox", split: "train", regions: [box(), box("fox")] },
    { file: "c.png", class: "lion", split: "test" },
    { file: "d.png", split: "test" },
  ]));
});

async function change() {
  const { revision } = await listClasses(ctx, datasetId);
  return { datasetId, revision };
}

async function named(name: string): Promise<ClassDetail> {
  const found = (await listClasses(ctx, datasetId)).classes.find((row) => row.name === name);
  if (!found) throw new Error(`no class ${name}`);
  return found;
}

const names = async () => (await listClasses(ctx, datasetId)).classes.map(({ name }) => name);

describe("the classes of a data set", () => {
  it("are listed with their images and current regions", async () => {
    const { classes } = await listClasses(ctx, datasetId);
    expect(classes.map(({ name, imageCount, regionCount }) => [name, imageCount, regionCount])).toEqual([
      ["fox", 1, 2],
      ["red fox", 1, 1],
      ["lion", 1, 0],
    ]);
  });

  it("are renamed, described and given a key, which is taken from the class that had it", async () => {
    const [fox, lion] = [await named("fox"), await named("lion")];
    await updateClass(ctx, { ...(await change()), classId: lion.id, shortcut: "1" });
    await updateClass(ctx, {
      ...(await change()),
      classId: fox.id,
      name: " vixen ",
      description: "Any fox.",
      shortcut: 1,
    });
    expect(await named("vixen")).toMatchObject({
      id: fox.id,
      description: "Any fox.",
      shortcut: 1,
      imageCount: 1,
    });
    expect(await named("lion")).toMatchObject({ shortcut: null });
    await expect(
      updateClass(ctx, { ...(await change()), classId: fox.id, name: "lion" }),
    ).rejects.toMatchObject({
      code: "conflict",
    });
    for (const wrong of [{ name: "" }, { name: "a\tb" }, { shortcut: 10 }]) {
      await expect(updateClass(ctx, { ...(await change()), classId: fox.id, ...wrong })).rejects.toThrow();
    }
  });

  it("come in the order they are put into, each named once", async () => {
    const { classes } = await listClasses(ctx, datasetId);
    const order = classes.map(({ id }) => id).reverse();
    await reorderClasses(ctx, { ...(await change()), order });
    expect(await names()).toEqual(["lion", "red fox", "fox"]);
    await expect(reorderClasses(ctx, { ...(await change()), order: order.slice(1) })).rejects.toThrow(
      /every class once/,
    );
    await expect(
      reorderClasses(ctx, { ...(await change()), order: [order[0], order[0], order[1]] }),
    ).rejects.toThrow(/every class once/);
  });

  it("make a tree without circles, which leaves as a file that --similarity reads", async () => {
    const animal = await createClass(ctx, { ...(await change()), name: "# animal" });
    const [fox, redFox, lion] = [await named("fox"), await named("red fox"), await named("lion")];
    for (const [child, parent] of [
      [fox.id, animal],
      [lion.id, animal],
      [redFox.id, fox.id],
    ]) {
      await updateClass(ctx, { ...(await change()), classId: child, parentId: parent });
    }
    await expect(
      updateClass(ctx, { ...(await change()), classId: animal, parentId: redFox.id }),
    ).rejects.toThrow(/circle/);
    await expect(
      updateClass(ctx, { ...(await change()), classId: fox.id, parentId: fox.id }),
    ).rejects.toThrow(/circle/);
    const taxonomy = readTaxonomy(await exportTaxonomy(ctx, datasetId));
    expect(Object.fromEntries(taxonomy)).toEqual({
      "# animal": null,
      fox: "# animal",
      lion: "# animal",
      "red fox": "fox",
    });
    await deleteClass(ctx, { ...(await change()), classId: animal });
    expect(await named("fox")).toMatchObject({ parentId: null });
  });

  it("cannot be deleted while anything has them, also a region that was removed", async () => {
    const lion = await named("lion");
    await expect(deleteClass(ctx, { ...(await change()), classId: lion.id })).rejects.toMatchObject({
      code: "conflict",
    });
    await ctx.db.image.update({ where: { id: idOf("c.png") }, data: { classId: null } });
    await ctx.db.region.updateMany({
      where: { imageId: idOf("a.png") },
      data: { classId: lion.id, removedAt: new Date() },
    });
    await expect(deleteClass(ctx, { ...(await change()), classId: lion.id })).rejects.toThrow(/former/);
    await ctx.db.region.updateMany({ where: { classId: lion.id }, data: { classId: null } });
    await deleteClass(ctx, { ...(await change()), classId: lion.id });
    expect(await names()).toEqual(["fox", "red fox"]);
  });
});

describe("merging two classes", () => {
  it("moves images, regions and children, tells open editors, and leaves frozen versions what they were", async () => {
    const [fox, redFox, lion] = [await named("fox"), await named("red fox"), await named("lion")];
    await updateClass(ctx, { ...(await change()), classId: lion.id, parentId: fox.id });
    await freezeVersion(ctx, { datasetId });
    const before = await ctx.db.image.findUniqueOrThrow({ where: { id: idOf("a.png") } });

    const merge = { ...(await change()), classId: fox.id, intoId: redFox.id };
    expect(await mergeClasses(ctx, merge)).toEqual({ images: 1, regions: 2 });
    expect(await named("red fox")).toMatchObject({ imageCount: 2, regionCount: 3 });
    expect(await named("lion")).toMatchObject({ parentId: redFox.id });
    expect(await names()).toEqual(["red fox", "lion"]);
    const after = await ctx.db.image.findUniqueOrThrow({ where: { id: idOf("a.png") } });
    expect(after.regionRevision).toBe(before.regionRevision + 1);

    const frozen = await ctx.db.versionImage.findFirstOrThrow({ where: { imageId: idOf("a.png") } });
    expect(frozen).toMatchObject({ className: "fox", regions: [{ className: "fox" }] });
    expect(await verifyVersion(ctx, { datasetId, number: 1 })).toMatchObject({ intact: true });
  });

  it("is undone to what was, except what was changed since, and only once", async () => {
    const [fox, redFox, lion] = [await named("fox"), await named("red fox"), await named("lion")];
    await mergeClasses(ctx, { ...(await change()), classId: redFox.id, intoId: fox.id });
    await ctx.db.image.update({ where: { id: idOf("b.png") }, data: { classId: lion.id } });
    const { merges } = await listClasses(ctx, datasetId);
    expect(merges).toMatchObject([{ from: "red fox", into: "fox", imageCount: 1 }]);
    const { eventId } = merges[0];
    expect(await undoMerge(ctx, { ...(await change()), eventId })).toBe(0);
    expect(await named("red fox")).toMatchObject({
      id: redFox.id,
      imageCount: 0,
      regionCount: 1,
      index: redFox.index,
    });
    expect(await named("fox")).toMatchObject({ imageCount: 1, regionCount: 2 });
    await expect(undoMerge(ctx, { ...(await change()), eventId })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await listClasses(ctx, datasetId)).merges).toEqual([]);
  });

  it("into one of its own children makes no circle", async () => {
    const [fox, redFox] = [await named("fox"), await named("red fox")];
    await updateClass(ctx, { ...(await change()), classId: redFox.id, parentId: fox.id });
    await mergeClasses(ctx, { ...(await change()), classId: fox.id, intoId: redFox.id });
    expect(await named("red fox")).toMatchObject({ parentId: null, imageCount: 2 });
  });
});

describe("two curators at once", () => {
  it("one wins, and the other is told and has changed nothing", async () => {
    const [fox, lion] = [await named("fox"), await named("lion")];
    const seen = await change();
    const outcomes = await Promise.allSettled([
      updateClass(ctx, { ...seen, classId: fox.id, name: "vulpes" }),
      mergeClasses(ctx, { ...seen, classId: lion.id, intoId: fox.id }),
      createClass(ctx, { ...seen, name: "wolf" }),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "conflict" });
    }
    expect((await change()).revision).toBe(seen.revision + 1);
  });

  it("viewers may not change classes, and strangers see none", async () => {
    const viewer = await database.ctx("viewer", `classes-${workspace}`);
    await expect(createClass(viewer, { ...(await change()), name: "wolf" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const stranger = await database.ctx("owner", "elsewhere");
    const seen = await change();
    await expect(listClasses(stranger, datasetId)).rejects.toMatchObject({ code: "not_found" });
    await expect(exportTaxonomy(stranger, datasetId)).rejects.toMatchObject({ code: "not_found" });
    await expect(createClass(stranger, { ...seen, name: "wolf" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
