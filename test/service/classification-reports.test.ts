import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import type { Ctx } from "#lib/services/context.ts";
import { exportClassificationTable } from "#lib/services/models/export-classification-table.ts";
import { getClassificationReport } from "#lib/services/models/get-classification-report.ts";
import { requestClassificationReports } from "#lib/services/models/request-classification-report.ts";
import { storeClassificationReports } from "#lib/services/models/store-classification-reports.ts";
import { readLogits, storePredictions } from "#lib/services/models/store-predictions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";

let database: TestDatabase;
let ctx: Ctx;
let project: TinyProject;
/** The images of the version, of which one loses its class and one gets a class that the model does not know. */
let images: { imageId: string; className: string | null; split: string }[];

const classify = async (request: Parameters<typeof classificationReport>[0]) =>
  classificationReport({ ...request, resamples: 50 });
const subject = () => ({ modelId: project.fc, versionId: project.versionId });

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  project = await createTinyProject(ctx, { each: 4 });
  const { versionId } = project;
  const readImages = () =>
    ctx.db.versionImage.findMany({ where: { versionId }, orderBy: { position: "asc" } });
  const test = (await readImages()).filter((image) => image.split === "test");
  const change = (imageId: string, className: string | null) =>
    ctx.db.versionImage.update({ where: { versionId_imageId: { versionId, imageId } }, data: { className } });
  await change(test[0].imageId, null);
  await change(test[1].imageId, "walrus");
  images = await readImages();
  const { classNames } = await ctx.db.model.findUniqueOrThrow({ where: { id: project.fc } });
  const logits = images.flatMap(({ className }, i) =>
    classNames.map((name) => (name === className ? 3 : Math.sin(i * 7 + name.length))),
  );
  await storePredictions(
    ctx,
    project.fc,
    images.map((image) => image.imageId),
    Float32Array.from(logits),
  );
});
afterAll(() => database.close());

test("before any report there is none to show, and none to export", async () => {
  expect(await getClassificationReport(ctx, { modelId: project.fc })).toEqual({ splits: [], shown: null });
  await expect(exportClassificationTable(ctx, { modelId: project.fc })).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining("first run"),
  });
});

test("each split's report is computed from the stored answers, once", async () => {
  let computed = 0;
  const counting: typeof classify = (request) => {
    computed++;
    return classify(request);
  };
  await storeClassificationReports(ctx, subject(), counting);
  const { splits, shown } = await getClassificationReport(ctx, { modelId: project.fc });
  expect(computed).toBe(splits.length);
  expect(splits.map(({ split }) => split)).toEqual(["test", "train"]);
  expect(shown).toMatchObject({ split: "test", leftOut: 2, datasetName: "Tiny", versionNumber: 1 });

  const known = images.filter(
    ({ split, className }) => split === "test" && className && className !== "walrus",
  );
  expect(shown?.imageCount).toBe(known.length);
  const { classNames } = await ctx.db.model.findUniqueOrThrow({ where: { id: project.fc } });
  const logits = await readLogits(
    ctx,
    project.fc,
    known.map((image) => image.imageId),
  );
  const request = {
    classNames,
    labels: known.map(({ className }) => classNames.indexOf(className ?? "")),
    logits: Float32Array.from(known.flatMap(({ imageId }) => [...(logits.get(imageId) ?? [])])),
    seed: 0,
  };
  expect(shown?.report).toEqual(await classify(request));

  await storeClassificationReports(ctx, subject(), counting);
  expect(computed).toBe(splits.length);
});

test("a split is shown by name; one without a report is not found", async () => {
  const { shown } = await getClassificationReport(ctx, { modelId: project.fc, split: "train" });
  expect(shown?.split).toBe("train");
  for (const wish of [{ split: "nowhere" }, { versionId: "none" }])
    await expect(getClassificationReport(ctx, { modelId: project.fc, ...wish })).rejects.toMatchObject({
      code: "not_found",
    });
});

test("tables leave as CSV, a row a class", async () => {
  const { fileName, csv } = await exportClassificationTable(ctx, { modelId: project.fc });
  expect(fileName).toMatch(/^classes-.*-test\.csv$/);
  const { shown } = await getClassificationReport(ctx, { modelId: project.fc });
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  expect(rows.map((row) => row.class)).toEqual(shown?.report.classNames);
  expect(Number(rows[0].images)).toBe(shown?.report.perClass[0].images);
  const confusion = await exportClassificationTable(ctx, { modelId: project.fc, table: "confusion" });
  const lines = parse(confusion.csv) as string[][];
  expect(lines.slice(1).map((line) => line.slice(1).map(Number))).toEqual(shown?.report.confusion);
});

test("reports are asked for once: not those that are there or under way", async () => {
  const ask = () =>
    ctx.db.$transaction((tx) =>
      requestClassificationReports(tx, ctx.workspaceId, {
        versionId: project.versionId,
        modelIds: [project.fc, project.plus],
      }),
    );
  await ask();
  await ask();
  const jobs = await ctx.db.job.findMany({ where: { kind: "classification.report" } });
  expect(jobs.map((job) => job.payload)).toEqual([{ modelId: project.plus, versionId: project.versionId }]);
});

test("a model that has a report on some splits alone is asked about the others", async () => {
  const where = { modelId: project.fc, split: "train" };
  await ctx.db.classificationReport.deleteMany({ where });
  await ctx.db.$transaction((tx) =>
    requestClassificationReports(tx, ctx.workspaceId, {
      versionId: project.versionId,
      modelIds: [project.fc],
    }),
  );
  const payload = { modelId: project.fc, versionId: project.versionId };
  const asked = await ctx.db.job.count({ where: { payload: { equals: payload } } });
  expect(asked).toBe(1);
  await storeClassificationReports(ctx, subject(), classify);
  expect(await ctx.db.classificationReport.count({ where })).toBe(1);
});

test("a report is for those who may read the model", async () => {
  const wish = { modelId: project.fc };
  await expect(getClassificationReport(await database.ctx("annotator"), wish)).rejects.toMatchObject({
    code: "forbidden",
  });
  const stranger = await database.ctx("owner", "elsewhere");
  await expect(getClassificationReport(stranger, wish)).rejects.toMatchObject({ code: "not_found" });
  await expect(exportClassificationTable(stranger, wish)).rejects.toMatchObject({ code: "not_found" });
});
