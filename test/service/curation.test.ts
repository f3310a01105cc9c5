import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "#lib/db/id.ts";
import type { Ctx } from "#lib/services/context.ts";
import { editImages } from "#lib/services/curation/edit-images.ts";
import { expireEdits } from "#lib/services/curation/expire-edits.ts";
import { getEdit } from "#lib/services/curation/list-edits.ts";
import { failEdit, runEdit } from "#lib/services/curation/run-edit.ts";
import { deleteFilter, listFilters, renameFilter, saveFilter } from "#lib/services/curation/saved-filters.ts";
import { undoEdit } from "#lib/services/curation/undo-edit.ts";
import { countFacets } from "#lib/services/datasets/count-facets.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import type { ImageFilterInput } from "#lib/services/datasets/image-filter.ts";
import { listImages } from "#lib/services/datasets/list-images.ts";
import { type BareImages, bareImages } from "#test/support/bare-images.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let ctx: Ctx;
let set: BareImages;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("curator");
});
afterAll(() => database.close());
beforeEach(async () => {
  set = await bareImages(ctx, 12);
});

/** Everything an edit could touch. */
const snapshot = async () => ({
  images: await ctx.db.image.findMany({
    where: { datasetId: set.datasetId },
    orderBy: { id: "asc" },
    include: { regions: true, predictions: true },
  }),
  count: (await ctx.db.dataset.findUniqueOrThrow({ where: { id: set.datasetId } })).imageCount,
});

/** The tallies beside what is there. */
async function expectTalliesRight(): Promise<void> {
  const { datasetId } = set;
  const images = await ctx.db.image.groupBy({
    by: ["classId", "split", "regionState"],
    where: { datasetId },
    _count: true,
  });
  const wanted = images.map((row) => [row.classId ?? "", row.split, row.regionState, row._count]);
  const kept = await ctx.db.imageTally.findMany({ where: { datasetId, count: { not: 0 } } });
  expect(kept.map((row) => [row.classId, row.split, row.regionState, row.count]).sort()).toEqual(
    wanted.sort(),
  );
  const tagged = await ctx.db.image.findMany({ where: { datasetId }, select: { tags: true } });
  const tags = new Map<string, number>();
  for (const tag of tagged.flatMap((image) => image.tags)) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  const keptTags = await ctx.db.tagTally.findMany({ where: { datasetId, count: { not: 0 } } });
  expect(new Map(keptTags.map(({ tag, count }) => [tag, count]))).toEqual(tags);
}

const edit = (change: Parameters<typeof editImages>[1]["change"], ids = set.ids.slice(2, 7)) =>
  editImages(ctx, { datasetId: set.datasetId, selection: { ids }, change });
const idle = { progress: async () => {}, signal: new AbortController().signal };

describe("an edit of many images", () => {
  it.each([
    ["class", { kind: "set-class", classId: "second" }, 3],
    ["no class", { kind: "set-class", classId: null }, 5],
    ["split", { kind: "set-split", split: "validation" }, 5],
    ["tag", { kind: "add-tag", tag: "blurred" }, 5],
    ["note", { kind: "set-note", note: "Look again.\nTwice." }, 5],
  ] as const)("sets the %s, and undo restores exactly what was", async (_, change, changed) => {
    await ctx.db.image.update({ where: { id: set.ids[4] }, data: { tags: ["alpha", "zoo"], note: "old" } });
    const before = await snapshot();
    const real = "classId" in change && change.classId ? { ...change, classId: set.classIds[1] } : change;
    const done = await edit(real);
    expect(done).toMatchObject({ state: "done", imageCount: 5, changedCount: changed });
    const after = await snapshot();
    expect(after).not.toEqual(before);
    expect(after.images.slice(7)).toEqual(before.images.slice(7));
    await expectTalliesRight();
    expect(await undoEdit(ctx, { editId: done.id })).toMatchObject({ state: "undone", error: null });
    expect(await snapshot()).toEqual(before);
    await expectTalliesRight();
  });

  it("takes a tag away, and undo gives it back to those that had it", async () => {
    await edit({ kind: "add-tag", tag: "night" }, set.ids.slice(0, 3));
    const before = await snapshot();
    const done = await edit({ kind: "remove-tag", tag: "night" });
    expect(done.changedCount).toBe(1);
    await undoEdit(ctx, { editId: done.id });
    expect(await snapshot()).toEqual(before);
  });

  it("deletes images with their regions, and undo brings all of it back", async () => {
    const geometry = { x: 1, y: 2, width: 3, height: 4 };
    await ctx.db.region.create({
      data: { id: "r1", imageId: set.ids[3], regionKey: "k1", kind: "box", geometry, createdBy: "import" },
    });
    const before = await snapshot();
    const done = await edit({ kind: "delete" });
    expect(await snapshot()).toMatchObject({ count: 7 });
    expect(await ctx.db.region.count({ where: { id: "r1" } })).toBe(0);
    await expectTalliesRight();
    await undoEdit(ctx, { editId: done.id });
    expect(await snapshot()).toEqual(before);
    await expectTalliesRight();
  });

  it("does not delete what a version holds, and says which version", async () => {
    await freezeVersion(ctx, { datasetId: set.datasetId });
    const before = await snapshot();
    await expect(edit({ kind: "delete" })).rejects.toThrow(/v1 \(5 of them\)/);
    expect(await snapshot()).toEqual(before);
    expect(await ctx.db.imageEdit.count({ where: { datasetId: set.datasetId } })).toBe(0);
  });

  it("means all that match but those left out, and is refused when their number is another by now", async () => {
    const filter: ImageFilterInput = { class: set.classIds[0] };
    const select = (expected: number) =>
      editImages(ctx, {
        datasetId: set.datasetId,
        selection: { filter, except: [set.ids[0]], expected },
        change: { kind: "set-split", split: "test" },
      });
    await expect(select(6)).rejects.toMatchObject({ code: "conflict", details: { count: 5, expected: 6 } });
    expect(await select(5)).toMatchObject({ imageCount: 5 });
    const { images } = await snapshot();
    expect(images[0].split).toBe("train");
    expect(
      images.filter((image) => image.classId === set.classIds[0] && image.split === "test"),
    ).toHaveLength(5);
  });

  it("takes no image or class of another data set", async () => {
    const other = await bareImages(ctx, 2);
    await expect(edit({ kind: "set-note", note: "x" }, [set.ids[0], other.ids[0]])).rejects.toThrow(
      "1 of the chosen",
    );
    await expect(edit({ kind: "set-class", classId: other.classIds[0] })).rejects.toMatchObject({
      code: "not_found",
    });
    const stranger = await database.ctx("owner", "elsewhere");
    const attempt = {
      datasetId: set.datasetId,
      selection: { ids: set.ids },
      change: { kind: "delete" },
    } as const;
    await expect(editImages(stranger, attempt)).rejects.toMatchObject({ code: "not_found" });
    const viewer = await database.ctx("viewer");
    await expect(editImages(viewer, attempt)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("undo", () => {
  it("refuses where an image was changed since, names it, and takes the rest back when asked", async () => {
    const before = await snapshot();
    const first = await edit({ kind: "set-split", split: "a" });
    const second = await edit({ kind: "set-split", split: "b" }, [set.ids[4]]);
    await expect(undoEdit(ctx, { editId: first.id })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("folder/00004.png"),
      details: { count: 1 },
    });
    expect((await snapshot()).images[3].split).toBe("a");
    await undoEdit(ctx, { editId: second.id });
    await undoEdit(ctx, { editId: first.id });
    expect(await snapshot()).toEqual(before);

    const third = await edit({ kind: "set-split", split: "a" });
    await edit({ kind: "set-split", split: "b" }, [set.ids[4]]);
    const left = await undoEdit(ctx, { editId: third.id, skipChanged: true });
    expect(left).toMatchObject({ state: "undone", error: expect.stringContaining("1 image had") });
    expect((await snapshot()).images.map(({ split }) => split).slice(2, 7)).toEqual(
      before.images.map(({ split }, at) => (at === 4 ? "b" : split)).slice(2, 7),
    );
  });

  it("refuses to bring back a picture that was imported again", async () => {
    const { images } = await snapshot();
    const done = await edit({ kind: "delete" }, [set.ids[0]]);
    const { regions: _, predictions: __, attributes: ___, ...again } = images[0];
    await ctx.db.image.create({ data: { ...again, id: `${again.id.slice(0, -2)}zz` } });
    await expect(undoEdit(ctx, { editId: done.id })).rejects.toThrow("folder/00000.png");
  });

  it("refuses to bring back a region whose class is gone, and brings the other images back", async () => {
    const { id: lost } = await ctx.db.datasetClass.create({
      data: { id: `lost-${set.datasetId}`, datasetId: set.datasetId, index: 2, name: "lost" },
    });
    const region = {
      regionKey: "k",
      classId: lost,
      kind: "points",
      geometry: {},
      createdBy: "import",
    } as const;
    await ctx.db.region.create({ data: { ...region, id: newId(), imageId: set.ids[3] } });
    const done = await edit({ kind: "delete" });
    await ctx.db.datasetClass.delete({ where: { id: lost } });
    await expect(undoEdit(ctx, { editId: done.id })).rejects.toMatchObject({ details: { count: 1 } });
    await undoEdit(ctx, { editId: done.id, skipChanged: true });
    expect((await snapshot()).count).toBe(11);
  });

  it("is offered for 30 days, and what it would have needed goes after them", async () => {
    const day = (days: number): Ctx => ({ ...ctx, clock: () => new Date(Date.now() + days * 86_400_000) });
    const done = await edit({ kind: "set-split", split: "a" });
    const { signal } = new AbortController();
    expect(await getEdit(day(29), done.id)).toMatchObject({ undoUntil: expect.any(Date) });
    expect(await getEdit(day(30.1), done.id)).toMatchObject({ undoUntil: null });
    await expect(undoEdit(day(30.1), { editId: done.id })).rejects.toMatchObject({ code: "gone" });
    await expireEdits(day(29), signal);
    expect(await ctx.db.imageEditItem.count({ where: { editId: done.id } })).toBe(5);
    await expireEdits(day(30.1), signal);
    expect(await ctx.db.imageEditItem.count({ where: { editId: done.id } })).toBe(0);
    expect((await snapshot()).images[3].split).toBe("a");
  });

  it("asks for a sweep when an earlier edit's time is over, and only then", async () => {
    const later: Ctx = { ...ctx, clock: () => new Date(Date.now() + 31 * 86_400_000) };
    const change = { kind: "set-note", note: "x" } as const;
    const sweeps = () => ctx.db.job.count({ where: { kind: "files.sweep" } });
    const before = await sweeps();
    await edit(change);
    await edit(change);
    expect(await sweeps()).toBe(before);
    await editImages(later, { datasetId: set.datasetId, selection: { ids: set.ids }, change });
    expect(await sweeps()).toBe(before + 1);
  });

  it("happens once when two ask for it at once", async () => {
    const done = await edit({ kind: "set-split", split: "a" });
    const both = await Promise.allSettled([1, 2].map(() => undoEdit(ctx, { editId: done.id })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expectTalliesRight();
  });
});

describe("edits at the same time", () => {
  it("leave every image with one of the values and the tallies right", async () => {
    set = await bareImages(ctx, 600);
    const second = await database.ctx("researcher");
    const rounds = Array.from({ length: 8 }, (_, round) =>
      editImages(round % 2 ? ctx : second, {
        datasetId: set.datasetId,
        selection: { ids: set.ids.slice(round * 20, 400 + round * 20).reverse() },
        change:
          round % 4 === 3
            ? { kind: "set-class", classId: set.classIds[round % 2] }
            : { kind: "set-split", split: `round ${round}` },
      }),
    );
    const edits = await Promise.all(rounds);
    expect(edits.every(({ state }) => state === "done")).toBe(true);
    await expectTalliesRight();
  });
});

describe("an edit of very many images", () => {
  it("waits for a worker, goes on after one that was killed, and is taken back by one", async () => {
    set = await bareImages(ctx, 2_500);
    const before = await snapshot();
    const begun = await editImages(ctx, {
      datasetId: set.datasetId,
      selection: { filter: {} },
      change: { kind: "set-split", split: "held out" },
    });
    expect(begun).toMatchObject({ state: "running", imageCount: 2_500 });
    await expect(undoEdit(ctx, { editId: begun.id })).rejects.toThrow("still running");
    const job = await ctx.db.job.findFirstOrThrow({ where: { kind: "images.edit" } });
    expect(job).toMatchObject({ payload: { editId: begun.id }, total: 2_500 });
    const killed = new AbortController();
    killed.abort(new Error("killed"));
    await expect(runEdit(ctx, begun.id, { ...idle, signal: killed.signal })).rejects.toThrow("killed");
    await runEdit(ctx, begun.id, idle);
    await runEdit(ctx, begun.id, idle);
    expect(await ctx.db.imageEdit.findUniqueOrThrow({ where: { id: begun.id } })).toMatchObject({
      state: "done",
      changedCount: 2_500,
      doneCount: 2_500,
    });
    await expectTalliesRight();
    expect(await undoEdit(ctx, { editId: begun.id })).toMatchObject({ state: "undoing" });
    await runEdit(ctx, begun.id, idle);
    expect(await snapshot()).toEqual(before);
    await expectTalliesRight();
    expect(await ctx.db.imageEdit.findUniqueOrThrow({ where: { id: begun.id } })).toMatchObject({
      state: "undone",
    });
  });

  it("does not delete what was frozen before the worker came by", async () => {
    set = await bareImages(ctx, 2_100);
    const { id } = await editImages(ctx, {
      datasetId: set.datasetId,
      selection: { filter: {} },
      change: { kind: "delete" },
    });
    await freezeVersion(ctx, { datasetId: set.datasetId });
    await expect(runEdit(ctx, id, idle)).rejects.toThrow(/v1 \(2100 of them\)/);
    expect((await snapshot()).images).toHaveLength(2_100);
  });

  it("that failed half way can be taken back as far as it came", async () => {
    set = await bareImages(ctx, 2_100);
    const before = await snapshot();
    const { id } = await editImages(ctx, {
      datasetId: set.datasetId,
      selection: { filter: {} },
      change: { kind: "delete" },
    });
    await ctx.db.imageEditItem.updateMany({
      where: { editId: id, imageId: { in: set.ids.slice(100) } },
      data: { changed: false },
    });
    await runEdit(ctx, id, idle);
    await ctx.db.imageEdit.update({ where: { id }, data: { state: "running" } });
    await failEdit(ctx, id, "The disk is full.");
    expect((await snapshot()).count).toBe(2_000);
    await undoEdit(ctx, { editId: id });
    expect(await snapshot()).toEqual(before);
  });
});

describe("saved filters", () => {
  it("are kept under one name, renamed and deleted, and belong to the data set's workspace", async () => {
    const { datasetId } = set;
    const filter: ImageFilterInput = { split: ["train", "test"], name: "00" };
    const saved = await saveFilter(ctx, { datasetId, name: " Mine ", filter });
    await expect(saveFilter(ctx, { datasetId, name: "Mine", filter })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(saveFilter(ctx, { datasetId, name: "All", filter: {} })).rejects.toThrow("Choose something");
    const [kept] = await listFilters(ctx, datasetId);
    expect(kept).toMatchObject({ name: "Mine", filter: { split: ["test", "train"], name: "00" } });
    await renameFilter(ctx, { filterId: saved.id, name: "Ours" });
    const stranger = await database.ctx("owner", "elsewhere");
    await expect(renameFilter(stranger, { filterId: saved.id, name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(deleteFilter(stranger, saved.id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listFilters(ctx, datasetId)).map(({ name }) => name)).toEqual(["Ours"]);
    await deleteFilter(ctx, saved.id);
    expect(await listFilters(ctx, datasetId)).toEqual([]);
  });
});

it("a data set that goes takes its tallies along", async () => {
  await edit({ kind: "add-tag", tag: "x" });
  await ctx.db.datasetClass.count({ where: { datasetId: set.datasetId } });
  await ctx.db.image.deleteMany({ where: { datasetId: set.datasetId } });
  await ctx.db.dataset.delete({ where: { id: set.datasetId } });
  expect(await ctx.db.imageTally.count({ where: { datasetId: set.datasetId } })).toBe(0);
  const empty = await bareImages(ctx, 0);
  expect((await listImages(ctx, { datasetId: empty.datasetId })).rows).toEqual([]);
  expect(await countFacets(ctx, { datasetId: empty.datasetId, filter: {} })).toMatchObject({ total: 0 });
});
