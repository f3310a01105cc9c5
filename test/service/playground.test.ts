import { afterAll, beforeAll, expect, test } from "vitest";
import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import type { Ctx } from "#lib/services/context.ts";
import { getPlayground } from "#lib/services/models/get-playground.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { TINY_CLASSES } from "#test/support/tiny-models.ts";
import { createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";

let database: TestDatabase;
let ctx: Ctx;
let project: TinyProject;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  project = await createTinyProject(ctx);
});
afterAll(() => database.close());

test("the models come with the size of their weights, and one image of each class to try them on", async () => {
  const { models, images } = await getPlayground(ctx);
  expect(models.map(({ id }) => id)).toEqual([project.minus, project.plus, project.fc]);
  for (const { id, byteSize, reliability } of models) {
    const { weightsSha256 } = await ctx.db.model.findUniqueOrThrow({ where: { id } });
    expect(byteSize).toBe((await ctx.storage.get(weightsSha256)).length);
    expect(reliability).toBeNull();
  }
  const firsts = images.slice(0, TINY_CLASSES.length).map(({ className }) => className);
  expect(new Set(firsts)).toEqual(new Set(TINY_CLASSES));
});

test("how reliable a model is comes from images it was not trained on", async () => {
  /** Four images of the first class, of which so many are known. */
  const report = (correct: number) =>
    classificationReport({
      logits: Float32Array.from([0, 1, 2, 3].flatMap((i) => (i < correct ? [5, 0, 0] : [0, 5, 0]))),
      labels: [0, 0, 0, 0],
      classNames: TINY_CLASSES,
      seed: 0,
      resamples: 10,
    });
  for (const [split, correct] of Object.entries({ train: 4, validation: 2, test: 3 })) {
    const key = { modelId: project.fc, versionId: project.versionId, split };
    const data = { ...key, imageCount: 4, leftOut: 0, results: report(correct) };
    await ctx.db.classificationReport.create({ data });
  }
  const { models } = await getPlayground(ctx);
  expect(models.find(({ id }) => id === project.fc)?.reliability).toEqual({
    datasetName: "Tiny",
    versionNumber: 1,
    split: "test",
    images: 4,
    correct: 3,
    perClass: [{ images: 4, correct: 3 }, null, null],
  });
});

test("another workspace sees nothing of it, and an annotator is told to keep out", async () => {
  expect(await getPlayground(await database.ctx("owner", "elsewhere"))).toEqual({ models: [], images: [] });
  const annotator = await database.ctx("annotator");
  await expect(getPlayground(annotator)).rejects.toMatchObject({ code: "forbidden" });
});
