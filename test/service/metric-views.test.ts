import { afterAll, beforeAll, expect, test } from "vitest";
import { areaUnder } from "#lib/metrics/faithfulness/curves.ts";
import type { Ctx } from "#lib/services/context.ts";
import { getMapContext } from "#lib/services/explanations/get-map-context.ts";
import { listGalleryRows } from "#lib/services/explanations/list-gallery-rows.ts";
import { getMetricCurves } from "#lib/services/metrics/get-metric-curves.ts";
import { getMetricTable } from "#lib/services/metrics/get-metric-table.ts";
import { listMetricCases } from "#lib/services/metrics/list-metric-cases.ts";
import { listMetricValues } from "#lib/services/metrics/list-metric-values.ts";
import { readLogits } from "#lib/services/models/store-predictions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { ARMS, createFinishedRun } from "#test/support/finished-run.ts";

const IMAGES = 31;
const METRIC = "precision-mask";
let database: TestDatabase;
let ctx: Ctx;
let runId: string;
let armIds: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  ({ runId, armIds } = await createFinishedRun(ctx, IMAGES));
});
afterAll(() => database.close());

type Order = "lowest" | "highest" | "undefined";

async function walk(order: Order, armId = armIds[0]) {
  const pages = [];
  for (let after: string | undefined; pages.length < 20; ) {
    const page = await listMetricCases(ctx, { runId, armId, metricId: METRIC, order, size: 7, after });
    pages.push(page);
    if (!page.after) return pages;
    after = page.after;
  }
  throw new Error("the pages never end");
}

const valuesOf = (pages: Awaited<ReturnType<typeof walk>>) =>
  pages.flatMap(({ rows }) => rows.map(({ value }) => value));

test("cases run from the lowest or the highest score through all of an arm's maps, ties included", async () => {
  const ids = await ctx.db.saliencyMap.findMany({
    where: { armId: armIds[0] },
    select: { id: true },
    take: 12,
  });
  const tied = ids.map(({ id }) => id);
  await ctx.db.metricValue.updateMany({ where: { mapId: { in: tied } }, data: { value: 1 / 3 } });
  const rows = await ctx.db.metricValue.findMany({ where: { map: { armId: armIds[0] }, metricId: METRIC } });
  const sorted = rows.map(({ value }) => value ?? 0).sort((a, b) => a - b);

  const rising = await walk("lowest");
  expect(rising).toHaveLength(5);
  expect(valuesOf(rising)).toEqual(sorted);
  expect(new Set(rising.flatMap((page) => page.rows.map(({ mapId }) => mapId))).size).toBe(IMAGES);
  expect(valuesOf(await walk("highest"))).toEqual([...sorted].reverse());

  const [first, second] = rising;
  const back = await listMetricCases(ctx, {
    runId,
    armId: armIds[0],
    metricId: METRIC,
    order: "lowest",
    size: 7,
    before: second.before,
  });
  expect(back.rows).toEqual(first.rows);
  expect(back.before).toBeNull();
});

test("maps without a score are cases of their own, with the reason, and in no other list", async () => {
  const [map] = (await walk("highest"))[0].rows;
  await ctx.db.metricValue.updateMany({
    where: { mapId: map.mapId },
    data: { value: null, undefinedReason: "no_mask" },
  });
  const missing = (await walk("undefined")).flatMap(({ rows }) => rows);
  expect(missing).toEqual([{ ...map, value: null, undefinedReason: "no_mask" }]);
  expect(valuesOf(await walk("lowest"))).toHaveLength(IMAGES - 1);
});

test("a case says how sure the model is of its class, from its answers and its report", async () => {
  const arm = await ctx.db.runArm.findUniqueOrThrow({
    where: { id: armIds[2] },
    include: { model: true, run: true },
  });
  const { rows } = (await walk("lowest", arm.id))[0];
  const images = arm.run.imageIds;
  const logits = await readLogits(ctx, arm.modelId, images);
  for (const { imageId, targetName, confidence } of rows) {
    const own = [...(logits.get(imageId) ?? [])];
    const target = arm.model.classNames.indexOf(targetName);
    const total = own.reduce((sum, z) => sum + Math.exp(z), 0);
    expect(confidence.probability).toBeCloseTo(Math.exp(own[target]) / total, 9);
    const ofClass = images.filter((_, i) => i % 3 === target);
    const right = ofClass.filter((id) => {
      const answer = [...(logits.get(id) ?? [])];
      return answer.indexOf(Math.max(...answer)) === target;
    });
    expect(confidence.accuracy).toEqual({ value: right.length / ofClass.length, images: ofClass.length });
  }
});

test("an arm of another run or workspace has no cases, and a made-up page is refused", async () => {
  const wish = { runId, armId: armIds[0], metricId: METRIC };
  const stranger = await database.ctx("owner", "elsewhere");
  await expect(listMetricCases(stranger, wish)).rejects.toMatchObject({ code: "not_found" });
  await expect(listMetricCases(ctx, { ...wish, armId: "none" })).rejects.toMatchObject({ code: "not_found" });
  await expect(listMetricCases(ctx, { ...wish, after: "nonsense" })).rejects.toMatchObject({
    code: "invalid",
  });
  const annotator = await database.ctx("annotator");
  await expect(listMetricCases(annotator, wish)).rejects.toMatchObject({ code: "forbidden" });
});

test("the area under an arm's mean curve is the mean area of the table", async () => {
  const maps = await ctx.db.saliencyMap.findMany({
    where: { armId: { in: armIds.slice(0, 2) } },
    include: { arm: true },
  });
  await ctx.db.metricValue.createMany({
    data: maps.map(({ id, arm: { modelId: judgeId } }, index) => {
      const curve = Array.from({ length: 33 }, (_, k) => Math.sin(1 + index + k / 9) ** 2);
      const parameters = { curve: curve.map((y) => Number(y.toPrecision(6))) };
      const value = areaUnder(curve);
      return { mapId: id, metricId: "insertion-auc", profile: "whynot", judgeId, value, parameters };
    }),
  });
  const table = await getMetricTable(ctx, runId);
  const curves = await getMetricCurves(ctx, { runId, metricId: "insertion-auc" });
  expect(curves.map(({ n }) => n)).toEqual([IMAGES, IMAGES, 0, 0]);
  for (const [index, { points }] of curves.slice(0, 2).entries()) {
    expect(points).toHaveLength(33);
    const mean = table.arms[index].cells["insertion-auc"].estimate?.value;
    expect(areaUnder(points.map((point) => point.mean))).toBeCloseTo(mean ?? Number.NaN, 5);
    for (const { mean: middle, low, high } of points) {
      expect(low).toBeLessThan(middle);
      expect(high).toBeGreaterThan(middle);
    }
  }
  const stranger = await database.ctx("owner", "elsewhere");
  const asked = getMetricCurves(stranger, { runId, metricId: "insertion-auc" });
  await expect(asked).rejects.toMatchObject({ code: "not_found" });
});

test("the gallery shows one class of arms that explain every class, and offers no choice without them", async () => {
  expect((await listGalleryRows(ctx, { runId })).classNames).toEqual([]);
  await ctx.db.runArm.update({ where: { id: armIds[0] }, data: { targetRule: "every" } });
  const { classNames, rows } = await listGalleryRows(ctx, { runId, className: "zebra" });
  expect(classNames).toEqual(["koala", "zebra", "otter"]);
  const shown = rows.flatMap(({ cells }) => cells);
  expect(shown.length).toBeGreaterThan(0);
  expect(new Set(shown.map(({ targetName }) => targetName))).toEqual(new Set(["zebra"]));
});

test("a map stands among its model's classes, with the maps that the same method made of them", async () => {
  const { imageIds } = await ctx.db.run.findUniqueOrThrow({ where: { id: runId } });
  const own = { armId: armIds[2], imageId: imageIds[0] };
  const map = await ctx.db.saliencyMap.findFirstOrThrow({ where: own });
  const { classes, confidence, run } = await getMapContext(ctx, map.id);
  expect(run.id).toBe(runId);
  expect(classes.reduce((sum, { probability }) => sum + (probability ?? 0), 0)).toBeCloseTo(1, 9);
  expect(classes[0].probability).toBe(Math.max(...classes.map(({ probability }) => probability ?? 0)));
  expect(classes.find(({ index }) => index === map.target)).toMatchObject({
    mapId: map.id,
    probability: confidence.probability,
  });
  expect(classes.filter(({ mapId }) => mapId)).toHaveLength(1);
  const stranger = await database.ctx("owner", "elsewhere");
  await expect(getMapContext(stranger, map.id)).rejects.toMatchObject({ code: "not_found" });
});

test("every score leaves once, arm by arm, whatever the page size, and none to a stranger", async () => {
  const seen: string[] = [];
  const arms: string[] = [];
  for await (const page of await listMetricValues(ctx, runId, 5)) {
    expect(new Set(page.map(({ map }) => map)).size).toBeLessThanOrEqual(5);
    seen.push(...page.map(({ map, metric }) => `${map} ${metric}`));
    arms.push(...page.map(({ arm }) => arm));
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBe(await ctx.db.metricValue.count({ where: { map: { arm: { runId } } } }));
  expect([...new Set(arms)]).toEqual(ARMS.map(({ label }) => label));
  expect(arms.filter((arm, i) => i > 0 && arm !== arms[i - 1])).toHaveLength(ARMS.length - 1);
  await expect(listMetricValues(await database.ctx("owner", "elsewhere"), runId)).rejects.toMatchObject({
    code: "not_found",
  });
});
