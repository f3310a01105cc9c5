import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Ctx } from "#lib/services/context.ts";
import { assignImageSplits } from "#lib/services/splits/assign-splits.ts";
import { countSplits } from "#lib/services/splits/count-splits.ts";
import { listAssignments } from "#lib/services/splits/list-assignments.ts";
import { previewSplits } from "#lib/services/splits/plan-splits.ts";
import { undoSplits } from "#lib/services/splits/undo-splits.ts";
import { importCurated } from "#test/support/curated-dataset.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let ctx: Ctx;
let datasetId: string;
let idOf: (file: string) => string;
let workspace = 0;

const SHARES = { train: 60, validation: 20, test: 20 };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ctx = await database.ctx("curator", `splits-${++workspace}`);
  const images = Array.from({ length: 40 }, (_, i) => ({
    file: `p${Math.floor(i / 4)}_${i}.png`,
    class: i % 2 ? "fox" : "lion",
    ...(i < 8 ? { split: "test" } : {}),
    attributes: { patient: `${Math.floor(i / 4)}` },
  }));
  ({ datasetId, idOf } = await importCurated(ctx, "Scans", images));
});

async function assign(wish: Partial<Parameters<typeof previewSplits>[1]> = {}): Promise<string> {
  const full = { datasetId, shares: SHARES, ...wish };
  const { digest } = await previewSplits(ctx, full);
  return assignImageSplits(ctx, full, { digest });
}

const splitsNow = async () => {
  const rows = await ctx.db.image.findMany({ where: { datasetId }, orderBy: { id: "asc" } });
  return new Map(rows.map(({ fileName, split }) => [fileName, split]));
};

it("previews by class what is then assigned, and writes nothing before", async () => {
  const before = await splitsNow();
  const preview = await previewSplits(ctx, { datasetId, shares: SHARES });
  expect(await splitsNow()).toEqual(before);
  expect(preview.after).toEqual(
    expect.arrayContaining([
      { className: "fox", split: "train", count: 12 },
      { className: "fox", split: "validation", count: 4 },
      { className: "lion", split: "test", count: 4 },
    ]),
  );
  await assignImageSplits(ctx, { datasetId, shares: SHARES }, preview);
  const byKey = (rows: { className: string | null; split: string }[]) =>
    [...rows].sort((a, b) => (`${a.className} ${a.split}` < `${b.className} ${b.split}` ? -1 : 1));
  expect(byKey(await countSplits(ctx, datasetId))).toEqual(byKey(preview.after));
});

it("is undone as one step; images moved again since keep that; once", async () => {
  const before = await splitsNow();
  const assignmentId = await assign();
  const after = await splitsNow();
  const moved = [...after].filter(([file, split]) => split !== before.get(file)).map(([file]) => file);
  await ctx.db.image.update({ where: { id: idOf(moved[0]) }, data: { split: "holdout" } });
  expect(await undoSplits(ctx, { datasetId, assignmentId })).toEqual({ restored: moved.length - 1, left: 1 });
  expect(await splitsNow()).toEqual(new Map([...before, [moved[0], "holdout"]]));
  await expect(undoSplits(ctx, { datasetId, assignmentId })).rejects.toMatchObject({ code: "conflict" });
  const [assignment] = await listAssignments(ctx, datasetId);
  expect(assignment).toMatchObject({
    changedCount: moved.length,
    assignedBy: "A curator",
    wish: { seed: "0" },
  });
  expect(assignment.undoneAt).not.toBeNull();
});

it("leaves images that have a split where they are when only the others are asked for", async () => {
  const before = await splitsNow();
  await assign({ scope: "unsplit" });
  const after = await splitsNow();
  for (const [file, split] of before) {
    if (split === "test") expect(after.get(file)).toBe("test");
    else expect(["train", "validation", "test"]).toContain(after.get(file));
  }
  // The 8 that were there are the test split's whole share.
  expect([...after.values()].filter((split) => split === "test")).toHaveLength(8);
});

for (const [groupBy, groupKey] of [
  ["attribute", "patient"],
  ["file", "p{group}_*"],
  ["tag", "patient:"],
] as const) {
  it(`parts no patient when grouped by ${groupBy}`, async () => {
    await ctx.db.$executeRaw`
      UPDATE "Image" SET "tags" = ARRAY['checked', 'patient:' || ("attributes" ->> 'patient')] WHERE "datasetId" = ${datasetId}`;
    const preview = await previewSplits(ctx, { datasetId, shares: SHARES, groupBy, groupKey });
    expect(preview).toMatchObject({ groupCount: 10, largestGroup: 4, ungroupedCount: 0 });
    await assign({ groupBy, groupKey });
    const homes = new Map<string, Set<string>>();
    for (const [file, split] of await splitsNow()) {
      const patient = file.split("_")[0];
      homes.set(patient, (homes.get(patient) ?? new Set()).add(split));
    }
    for (const home of homes.values()) expect(home.size).toBe(1);
  });
}

it("keeps look-alikes together with their patients", async () => {
  const twins = [idOf("p0_0.png"), idOf("p5_20.png")];
  await ctx.db.image.updateMany({ where: { id: { in: twins } }, data: { duplicateGroup: twins[0] } });
  await assign({ groupBy: "attribute", groupKey: "patient", seed: "7" });
  const splits = await splitsNow();
  const home = splits.get("p0_0.png");
  for (const file of [...splits.keys()].filter((name) => /^p[05]_/.test(name)))
    expect(splits.get(file)).toBe(home);
});

it("refuses what was not previewed, changes nothing twice, and wants a key and a share", async () => {
  const wish = { datasetId, shares: SHARES };
  const { digest } = await previewSplits(ctx, wish);
  await ctx.db.image.update({ where: { id: idOf("p9_39.png") }, data: { split: "holdout" } });
  await expect(assignImageSplits(ctx, wish, { digest })).rejects.toMatchObject({ code: "conflict" });
  await assign();
  await expect(assign()).rejects.toThrow(/already/);
  await expect(previewSplits(ctx, { ...wish, shares: { train: 0, validation: 0, test: 0 } })).rejects.toThrow(
    /share/,
  );
  await expect(previewSplits(ctx, { ...wish, groupBy: "tag" })).rejects.toThrow(/grouped/);
  await expect(previewSplits(ctx, { ...wish, groupBy: "file", groupKey: "*" })).rejects.toMatchObject({
    code: "invalid",
  });
});

it("of two curators who preview the same, one assigns and the other is told", async () => {
  const wish = { datasetId, shares: SHARES };
  const { digest } = await previewSplits(ctx, wish);
  const outcomes = await Promise.allSettled([1, 2].map(() => assignImageSplits(ctx, wish, { digest })));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await ctx.db.splitAssignment.count({ where: { datasetId } })).toBe(1);
});

it("is not for viewers, nor for other workspaces", async () => {
  const viewer = await database.ctx("viewer", `splits-${workspace}`);
  const wish = { datasetId, shares: SHARES };
  const { digest } = await previewSplits(viewer, wish);
  await expect(assignImageSplits(viewer, wish, { digest })).rejects.toMatchObject({ code: "forbidden" });
  const stranger = await database.ctx("owner", "elsewhere");
  const assignmentId = await assign();
  for (const ask of [
    () => previewSplits(stranger, wish),
    () => assignImageSplits(stranger, wish, { digest }),
    () => countSplits(stranger, datasetId),
    () => listAssignments(stranger, datasetId),
    () => undoSplits(stranger, { datasetId, assignmentId }),
  ]) {
    await expect(ask()).rejects.toMatchObject({ code: "not_found" });
  }
});
