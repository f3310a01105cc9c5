import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { listEdits } from "#lib/services/curation/list-edits.ts";
import { undoEdit } from "#lib/services/curation/undo-edit.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { compareImages } from "#lib/services/duplicates/compare-images.ts";
import { dismissDuplicates } from "#lib/services/duplicates/dismiss-duplicates.ts";
import { hashImages } from "#lib/services/duplicates/hash-images.ts";
import { keepOne } from "#lib/services/duplicates/keep-one.ts";
import { listDuplicates } from "#lib/services/duplicates/list-duplicates.ts";
import { moveGroup } from "#lib/services/duplicates/move-group.ts";
import { requestComparison } from "#lib/services/duplicates/request-comparison.ts";
import { listAssignments } from "#lib/services/splits/list-assignments.ts";
import { undoSplits } from "#lib/services/splits/undo-splits.ts";
import { mirrored, patches, reencoded, shrunk } from "#test/support/alike-images.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { filesInMemory } from "#test/support/files-in-memory.ts";

let database: TestDatabase;
let ctx: Ctx;
let datasetId: string;
let workspace = 0;

const { signal } = new AbortController();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** a in three forms over two splits, b and its mirror image with two classes, c and d alone. */
beforeEach(async () => {
  ctx = await database.ctx("curator", `alike-${++workspace}`);
  const [a, b, c, d] = await Promise.all(["a", "b", "c", "d"].map((seed) => patches(`${seed}${workspace}`)));
  const images = [
    { file: "a.png", class: "fox", split: "train", bytes: a },
    { file: "a.jpg", class: "fox", split: "test", bytes: await reencoded(a) },
    { file: "a-small.png", class: "fox", split: "train", bytes: await shrunk(a) },
    { file: "b.png", class: "fox", split: "train", bytes: b },
    { file: "b-mirrored.png", class: "lion", split: "train", bytes: await mirrored(b) },
    { file: "c.png", class: "lion", split: "train", bytes: c },
    { file: "d.png", class: "lion", split: "test", bytes: d },
  ];
  const described = images.map(({ bytes: _, ...line }) => JSON.stringify(line)).join("\n");
  const files = Object.fromEntries(images.map(({ file, bytes }) => [file, bytes]));
  const source = filesInMemory({ ...files, "images.jsonl": described });
  const report = await importFolder(ctx, { name: "Alike", source, newClasses: true });
  expect(report).toMatchObject({ added: 7, refused: [] });
  datasetId = report.datasetId ?? "";
});

const list = (concern: "all" | "splits" | "classes" = "all") => listDuplicates(ctx, { datasetId, concern });
const filesOf = (group: { images: { fileName: string }[] }) =>
  group.images.map(({ fileName }) => fileName).sort();
const A = ["a-small.png", "a.jpg", "a.png"];
const B = ["b-mirrored.png", "b.png"];

it("groups re-encoded, resized and mirrored copies, and says which cross splits or classes", async () => {
  expect(await list()).toMatchObject({ rows: [], comparedAt: null });
  await compareImages(ctx, datasetId, signal);
  const { rows, counts, isStale } = await list();
  expect(rows.map(filesOf)).toEqual([A, B]);
  expect(counts).toEqual({ all: 2, splits: 1, classes: 1 });
  expect(isStale).toBe(false);
  expect(rows[0]).toMatchObject({ splits: ["test", "train"], imageCount: 3 });
  expect((await list("splits")).rows.map(filesOf)).toEqual([A]);
  expect((await list("classes")).rows.map(filesOf)).toEqual([B]);
});

it("hashes what an older import left without, to the same hashes", async () => {
  const hashes = () =>
    ctx.db.image.findMany({
      where: { datasetId },
      orderBy: { id: "asc" },
      select: { id: true, perceptualHash: true },
    });
  const before = await hashes();
  expect(before.every(({ perceptualHash }) => perceptualHash !== null)).toBe(true);
  await ctx.db.image.updateMany({ where: { datasetId }, data: { perceptualHash: null } });
  const told: [number, number | undefined][] = [];
  await hashImages(ctx, datasetId, {
    signal,
    progress: async (done, total) => void told.push([done, total]),
  });
  expect(await hashes()).toEqual(before);
  expect(told.at(-1)).toEqual([7, 7]);
});

it("leaves apart what was said to differ, also after another search", async () => {
  await compareImages(ctx, datasetId, signal);
  const [a, b] = (await list()).rows;
  await dismissDuplicates(ctx, { datasetId, groupId: b.id });
  await compareImages(ctx, datasetId, signal);
  expect((await list()).rows.map(filesOf)).toEqual([A]);
  await expect(dismissDuplicates(ctx, { datasetId, groupId: b.id })).rejects.toMatchObject({ code: "gone" });

  for (const image of a.images) expect(image.frozen).toBe(false);
  // Whichever of the three is taken out, the other two still look alike.
  await dismissDuplicates(ctx, { datasetId, groupId: a.id, imageId: a.images[0].id });
  await compareImages(ctx, datasetId, signal);
  expect((await list()).rows.map(filesOf)).toEqual([A.filter((file) => file !== a.images[0].fileName)]);
});

it("keeps one and deletes the others, unless a version has them", async () => {
  await compareImages(ctx, datasetId, signal);
  const [a, b] = (await list()).rows;
  expect(await keepOne(ctx, { datasetId, groupId: b.id, imageId: b.images[1].id })).toBe(1);
  expect((await list()).rows.map(filesOf)).toEqual([A]);
  expect(await ctx.db.image.count({ where: { datasetId } })).toBe(6);
  const left = await ctx.db.image.findUniqueOrThrow({ where: { id: b.images[1].id } });
  expect(left.duplicateGroup).toBeNull();
  const [edit] = await listEdits(ctx, datasetId);
  await undoEdit(ctx, { editId: edit.id });
  expect((await list()).rows.map(filesOf)).toEqual([A, filesOf(b)]);
  await freezeVersion(ctx, { datasetId });
  await expect(keepOne(ctx, { datasetId, groupId: a.id, imageId: a.images[0].id })).rejects.toMatchObject({
    code: "conflict",
  });
});

it("moves a group to one split, to be undone with the splits", async () => {
  await compareImages(ctx, datasetId, signal);
  const [a] = (await list("splits")).rows;
  expect(await moveGroup(ctx, { datasetId, groupId: a.id, split: "train" })).toBe(1);
  expect((await list()).counts.splits).toBe(0);
  const [assignment] = await listAssignments(ctx, datasetId);
  expect(assignment).toMatchObject({ changedCount: 1, wish: { split: "train" } });
  await undoSplits(ctx, { datasetId, assignmentId: assignment.id });
  expect((await list()).counts.splits).toBe(1);
});

it("is asked for once at a time, and says when images came later", async () => {
  const asked = await Promise.all([1, 2, 3].map(() => requestComparison(ctx, { datasetId })));
  expect(new Set(asked).size).toBe(1);
  expect((await list()).comparison).toMatchObject({ id: asked[0], state: "queued" });
  await compareImages({ ...ctx, clock: () => new Date(Date.now() - 60_000) }, datasetId, signal);
  expect((await list()).isStale).toBe(true);
});

it("says so when pictures are too plain to tell apart", async () => {
  const images = await ctx.db.image.findMany({ where: { datasetId } });
  const { attributes, ...row } = images[0];
  // 128 hashes of 7 bits, so none is farther from another than those: thousands of pairs.
  const many = Array.from({ length: 128 }, (_, i) => ({
    ...row,
    attributes: attributes ?? {},
    id: `plain-${i}`,
    sha256: i.toString(16).padStart(64, "0"),
    perceptualHash: BigInt(i),
  }));
  await ctx.db.image.createMany({ data: many });
  await expect(compareImages(ctx, datasetId, signal)).rejects.toMatchObject({ code: "invalid" });
});

it("is not for viewers, nor for other workspaces", async () => {
  await compareImages(ctx, datasetId, signal);
  const [{ id: groupId, images }] = (await list()).rows;
  const wish = { datasetId, groupId, imageId: images[0].id };
  const viewer = await database.ctx("viewer", `alike-${workspace}`);
  const stranger = await database.ctx("owner", "elsewhere");
  for (const [who, code] of [
    [viewer, "forbidden"],
    [stranger, "not_found"],
  ] as const) {
    await expect(dismissDuplicates(who, wish)).rejects.toMatchObject({ code });
    await expect(moveGroup(who, { ...wish, split: "train" })).rejects.toMatchObject({ code });
    await expect(requestComparison(who, { datasetId })).rejects.toMatchObject({ code });
  }
  await expect(keepOne(viewer, wish)).rejects.toMatchObject({ code: "forbidden" });
  await expect(keepOne(stranger, wish)).rejects.toMatchObject({ code: "not_found" });
  await expect(listDuplicates(stranger, { datasetId })).rejects.toMatchObject({ code: "not_found" });
});
