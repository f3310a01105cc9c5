import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#lib/db/id.ts";
import type { Ctx } from "#lib/services/context.ts";
import { writeFloat32 } from "#lib/services/explanations/write-float32.ts";
import { getSimilarityTrend } from "#lib/services/metrics/get-similarity-trend.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";

const IMAGES = 9;
const CLASSES = 3;
const CELLS = 4;
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

/** Of class `target` on image i: the true class lights cell 0 by `own`, every other class cell 1 by `other`. */
function drawMap(i: number, target: number, own: number, other: number): Float32Array {
  const map = new Float32Array(CELLS);
  map[target === i % CLASSES ? 0 : 1] = target === i % CLASSES ? own : other;
  return map;
}

/** A second run of the same version whose arms explain every class with the models of arms 0 and 1 of the first. */
async function addEveryClassRun(): Promise<string> {
  const { db } = ctx;
  const first = await db.run.findUniqueOrThrow({ where: { id: runId } });
  const arms = await db.runArm.findMany({
    where: { id: { in: armIds.slice(0, 2) } },
    orderBy: { position: "asc" },
  });
  const id = newId();
  const matrix = [0, 1, 2].map((a) => [0, 1, 2].map((b) => (a === b ? 0.8 : 0.1)));
  await db.run.create({
    data: {
      ...first,
      estimate: undefined,
      id,
      name: "Every class",
      similarity: { matrix, modelId: "fc", modelName: "FC", imageCount: 30 },
      arms: {
        create: arms.map(({ explainerId, modelId, position }) => ({
          id: newId(),
          position,
          label: `every ${explainerId}`,
          explainerId,
          modelId,
          options: { map: "attention" },
          targetRule: "every",
        })),
      },
    },
  });
  const every = await db.runArm.findMany({ where: { runId: id }, orderBy: { position: "asc" } });
  for (const arm of every) {
    const [own, other] = arm.explainerId === "scouter+" ? [1, 0.25] : [0.25, 1];
    await db.saliencyMap.createMany({
      data: first.imageIds.flatMap((imageId, i) =>
        [0, 1, 2].map((target) => ({
          id: newId(),
          armId: arm.id,
          imageId,
          target,
          height: 2,
          width: 2,
          data: writeFloat32(drawMap(i, target, own, other)),
          engine: "test",
          elapsedMs: 1,
        })),
      ),
    });
  }
  return id;
}

test("no run of every class: no trend; with one, the areas that the maps have, and their overlap", async () => {
  expect(await getSimilarityTrend(ctx, runId)).toBeNull();
  const everyId = await addEveryClassRun();
  const trend = await getSimilarityTrend(ctx, runId);
  expect(trend?.source).toEqual({ runId: everyId, runName: "Every class" });
  expect(trend?.similarity).toEqual({ modelName: "FC", imageCount: 30 });
  expect(trend?.arms.map(({ explainerId, images }) => [explainerId, images])).toEqual([
    ["scouter+", IMAGES],
    ["scouter-", IMAGES],
  ]);
  const [plus, minus] = (trend?.arms ?? []).map(({ area }) => area.groups);
  // Jointly scaled: the largest of an image's twelve cells is 1, and one of four cells is lit.
  expect(plus.trueClass).toMatchObject({ value: 0.25 });
  expect(plus.middle).toMatchObject({ value: 0.25 / 4 });
  expect(minus.trueClass).toMatchObject({ value: 0.25 / 4 });
  expect(minus.middle).toMatchObject({ value: 0.25 });
  // Two other classes make no third.
  expect(plus.similar).toEqual({ undefined: "no_values" });
  expect(trend?.overlap).toMatchObject({ images: IMAGES, share: { groups: { trueClass: { value: 1 } } } });
});

test("an image that lacks a class is left out, and a run's own maps come first", async () => {
  const everyId = await addEveryClassRun();
  const arm = await ctx.db.runArm.findFirstOrThrow({ where: { runId: everyId, explainerId: "scouter+" } });
  const map = await ctx.db.saliencyMap.findFirstOrThrow({ where: { armId: arm.id, target: 2 } });
  await ctx.db.saliencyMap.delete({ where: { id: map.id } });
  const trend = await getSimilarityTrend(ctx, everyId);
  expect(trend?.source.runId).toBe(everyId);
  expect(trend?.arms.map(({ images }) => images)).toEqual([IMAGES - 1, IMAGES]);
  expect(trend?.overlap?.images).toBe(IMAGES - 1);
});

test("a stranger finds no run, and an annotator is not told", async () => {
  const stranger = await database.ctx("owner", "elsewhere");
  await expect(getSimilarityTrend(stranger, runId)).rejects.toMatchObject({ code: "not_found" });
  const annotator = await database.ctx("annotator");
  await expect(getSimilarityTrend(annotator, runId)).rejects.toMatchObject({ code: "forbidden" });
});
