import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#lib/db/id.ts";
import type { Ctx } from "#lib/services/context.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import type { ImageFilterInput } from "#lib/services/datasets/image-filter.ts";
import { listImages } from "#lib/services/datasets/list-images.ts";
import { getPair } from "#lib/services/explanations/get-pair.ts";
import { listGalleryRows } from "#lib/services/explanations/list-gallery-rows.ts";
import { writeFloat32 } from "#lib/services/explanations/write-float32.ts";
import { compareArms } from "#lib/services/metrics/compare-arms.ts";
import { getMetricTable } from "#lib/services/metrics/get-metric-table.ts";
import { listMetricValues } from "#lib/services/metrics/list-metric-values.ts";
import { getHome } from "#lib/services/overview/get-home.ts";
import { listAuditEvents } from "#lib/services/people/list-audit-events.ts";
import { allRows } from "#test/support/all-rows.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";

const IMAGES = 130;
let database: TestDatabase;
let ctx: Ctx;
let runId: string;
let datasetId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  ({ runId } = await createFinishedRun(ctx, IMAGES));
  const run = await ctx.db.run.findUniqueOrThrow({ where: { id: runId }, include: { version: true } });
  datasetId = run.version.datasetId;
  await ctx.db.image.updateMany({
    where: { id: { in: run.imageIds.slice(0, 10) } },
    data: { split: "train" },
  });
});
afterAll(() => database.close());

async function walk(filter: ImageFilterInput) {
  const seen: string[] = [];
  let pages = 0;
  for (let after: string | undefined; pages < 20; pages++) {
    const page = await listImages(ctx, { datasetId, filter, after });
    seen.push(...page.rows.map((row) => row.id));
    if (!page.after) return { seen, pages: pages + 1 };
    after = page.after;
  }
  throw new Error("the pages never end");
}

test("walking the pages of a data set shows every image once, and the way back is the same", async () => {
  const { seen, pages } = await walk({});
  expect(pages).toBe(3);
  expect(seen).toHaveLength(IMAGES);
  expect(new Set(seen).size).toBe(IMAGES);
  const first = await listImages(ctx, { datasetId });
  const second = await listImages(ctx, { datasetId, after: first.after ?? undefined });
  const back = await listImages(ctx, { datasetId, before: second.before ?? undefined });
  expect(back.rows).toEqual(first.rows);
  expect(back.before).toBeNull();
});

test("facets narrow the pages, and the splits are those of the images", async () => {
  const { splits, classes } = await getDataset(ctx, datasetId);
  expect(splits).toEqual(["test", "train"]);
  expect((await walk({ split: "train" })).seen).toHaveLength(10);
  const each = await Promise.all(classes.map(({ id }) => walk({ class: id })));
  expect(each.reduce((sum, { seen }) => sum + seen.length, 0)).toBe(IMAGES);
});

test("the metric table holds the means of the exported values, and the same run gives the same intervals", async () => {
  const [table, pages] = await Promise.all([getMetricTable(ctx, runId), listMetricValues(ctx, runId)]);
  const rows = await allRows(pages);
  expect(rows.length).toBeGreaterThan(IMAGES);
  for (const arm of table.arms) {
    for (const metricId of table.metricIds) {
      const values = rows.filter(
        (row) => row.arm === arm.label && row.metric === metricId && row.value !== null,
      );
      const mean = values.reduce((sum, row) => sum + (row.value ?? 0), 0) / values.length;
      const { estimate, defined } = arm.cells[metricId];
      expect(defined).toBe(values.length);
      expect(estimate?.value).toBeCloseTo(mean, 10);
      expect(estimate && estimate.low <= estimate.value && estimate.value <= estimate.high).toBe(true);
    }
  }
  expect(await getMetricTable(ctx, runId)).toEqual(table);
});

test("arms are compared image by image, with the difference of their means", async () => {
  const table = await getMetricTable(ctx, runId);
  const input = { runId, metricId: "precision-mask" };
  const { reference, rows } = await compareArms(ctx, input);
  expect(reference.label).toBe(table.arms[0].label);
  expect(rows.map(({ label }) => label)).toEqual(table.arms.slice(1).map(({ label }) => label));
  const mean = (id: string) =>
    table.arms.find((arm) => arm.id === id)!.cells["precision-mask"].estimate!.value;
  for (const { b, difference, adjusted, test: found } of rows) {
    if (!("value" in difference) || !("p" in found)) throw new Error("both arms have values");
    expect(difference.value).toBeCloseTo(mean(reference.id) - mean(b), 10);
    expect(difference.n).toBe(IMAGES);
    expect(adjusted).toBeGreaterThanOrEqual(found.p);
  }
  const other = await compareArms(ctx, { ...input, referenceId: rows[0].b });
  expect(other.reference.id).toBe(rows[0].b);
  const back = other.rows.find(({ b }) => b === reference.id)!.difference;
  if (!("value" in back)) throw new Error("both arms have values");
  expect(back.value).toBeCloseTo(mean(rows[0].b) - mean(reference.id), 10);
  expect((await compareArms(ctx, { ...input, referenceId: "none" })).reference.id).toBe(reference.id);
});

test("the gallery follows the run's order and has one cell an arm", async () => {
  const run = await ctx.db.run.findUniqueOrThrow({ where: { id: runId }, include: { arms: true } });
  const gallery = await listGalleryRows(ctx, { runId, from: "12" });
  expect(gallery.rows.map((row) => row.imageId)).toEqual(run.imageIds.slice(12, 24));
  for (const row of gallery.rows) expect(row.cells).toHaveLength(run.arms.length);
});

test("a scored map of a class is not hidden by a newer one that was only looked at", async () => {
  const run = await ctx.db.run.findUniqueOrThrow({ where: { id: runId }, include: { arms: true } });
  const imageId = (await getHome(ctx)).pairImageId!;
  expect(run.imageIds).toContain(imageId);
  const plus = run.arms.find((arm) => arm.explainerId === "scouter+");
  if (!plus) throw new Error("the run has a SCOUTER+ arm");
  const before = await getPair(ctx, imageId);
  const target = Number(Object.keys(before.plus?.maps.attention ?? {})[0]);
  const armId = newId();
  await ctx.db.runArm.create({
    data: {
      ...plus,
      id: armId,
      position: 90,
      label: "every",
      options: { map: "attention" },
      targetRule: "every",
    },
  });
  const data = writeFloat32(new Float32Array(81));
  for (const index of [0, 1, 2]) {
    await ctx.db.saliencyMap.create({
      data: {
        id: newId(),
        armId,
        imageId,
        target: index,
        height: 9,
        width: 9,
        data,
        engine: "test",
        elapsedMs: 1,
      },
    });
  }
  const after = await getPair(ctx, imageId);
  expect(Object.keys(after.plus?.maps.attention ?? {})).toEqual(["0", "1", "2"]);
  expect(after.plus?.maps.attention[target]).toEqual(before.plus?.maps.attention[target]);
  expect((await getHome(ctx)).pairImageId).toBe(imageId);
});

test("nothing of another workspace is read", async () => {
  const stranger = await database.ctx("owner", "elsewhere");
  await expect(getDataset(stranger, datasetId)).rejects.toMatchObject({ code: "not_found" });
  await expect(getMetricTable(stranger, runId)).rejects.toMatchObject({ code: "not_found" });
  await expect(compareArms(stranger, { runId, metricId: "area" })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(listImages(stranger, { datasetId })).rejects.toMatchObject({ code: "not_found" });
  expect((await getPair(stranger, (await walk({})).seen[0])).plus).toBeNull();
});

test("the audit log is for owners", async () => {
  const researcher = await database.ctx("researcher");
  await expect(listAuditEvents(researcher)).rejects.toMatchObject({ code: "forbidden" });
});
