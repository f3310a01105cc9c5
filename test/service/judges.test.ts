import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgedMetricIds, metricsOfRuns } from "#lib/metrics/asks-model.ts";
import { scoreMap } from "#lib/metrics/score-map.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import type { Ctx } from "#lib/services/context.ts";
import { readFloat32 } from "#lib/services/explanations/read-float32.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import { compareArms } from "#lib/services/metrics/compare-arms.ts";
import { getMetricCurves } from "#lib/services/metrics/get-metric-curves.ts";
import { getMetricTable } from "#lib/services/metrics/get-metric-table.ts";
import { judgeRun } from "#lib/services/metrics/judge-run.ts";
import { listJudges } from "#lib/services/metrics/list-judges.ts";
import { listMetricValues } from "#lib/services/metrics/list-metric-values.ts";
import { stopJudge } from "#lib/services/metrics/stop-judge.ts";
import { storeJudgements } from "#lib/services/metrics/store-judgements.ts";
import { registerModel } from "#lib/services/models/register-model.ts";
import { allRows } from "#test/support/all-rows.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { runOver, startTestWorker, until } from "#test/support/run-until.ts";
import { tinyModel } from "#test/support/tiny-models.ts";
import { arm, createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";
import { groundTruth } from "#workers/handlers/ground-truth.ts";
import { openModelInputs } from "#workers/handlers/model-inputs.ts";
import { versionImages } from "#workers/handlers/version-images.ts";

const TIMEOUT_MS = 180_000;
const IMAGES = 3;

let database: TestDatabase;
let ctx: Ctx;
let project: TinyProject;
let worker: ReturnType<typeof startTestWorker>;
let runId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  project = await createTinyProject(ctx);
  worker = startTestWorker(database);
  const run = await start({ judge: "baseline" });
  runId = run.id;
  expect(await runOver(database, runId)).toMatchObject({ state: "succeeded", error: null });
  await judgeOver(runId, project.fc);
}, TIMEOUT_MS);
afterAll(async () => {
  await worker.stop();
  await database.close();
});

function start(change: object = {}) {
  const { plus, minus, fc, versionId } = project;
  const arms = [
    arm("S+", "scouter+", plus),
    arm("S−", "scouter-", minus, "least-similar"),
    arm("Grad-CAM", "grad-cam", fc),
  ];
  return startRun(ctx, { versionId, name: "Judged", sampleSize: IMAGES, arms, ...change });
}

const judgeOver = (run: string, modelId: string) =>
  until(`judge ${modelId}`, async () => {
    const row = await ctx.db.runJudge.findUnique({ where: { runId_modelId: { runId: run, modelId } } });
    return row && row.state !== "queued" && row.state !== "running" ? row : null;
  });

const valuesBy = (judgeId: string) =>
  ctx.db.metricValue.findMany({
    where: { judgeId, map: { arm: { runId } } },
    include: { map: { include: { arm: true } } },
  });

describe("a run with a judge", () => {
  it("asks the judge what asks a model, of every map of other models, once", async () => {
    const judge = await ctx.db.runJudge.findUniqueOrThrow({
      where: { runId_modelId: { runId, modelId: project.fc } },
    });
    expect(judge).toMatchObject({ state: "succeeded", mapCount: 2 * IMAGES, mapsJudged: 2 * IMAGES });
    const values = await valuesBy(project.fc);
    const others = values.filter(({ map }) => map.arm.modelId !== project.fc);
    expect(others).toHaveLength(2 * IMAGES * judgedMetricIds().length);
    expect(new Set(others.map(({ metricId }) => metricId))).toEqual(new Set(judgedMetricIds()));
    const own = values.filter(({ map }) => map.arm.modelId === project.fc);
    expect(own).toHaveLength(IMAGES * metricsOfRuns().length);
  });

  it("gives what the metrics give on the judge, by the class of the same name", async () => {
    const values = await valuesBy(project.fc);
    const judge = await ctx.db.model.findUniqueOrThrow({ where: { id: project.fc } });
    const view = await openModel(await ctx.storage.get(judge.weightsSha256));
    const run = await ctx.db.run.findUniqueOrThrow({ where: { id: runId } });
    const normalisation = (judge.config as { normalisation: { mean: number[]; std: number[] } })
      .normalisation;
    const maps = await ctx.db.saliencyMap.findMany({ where: { arm: { runId, label: { not: "Grad-CAM" } } } });
    for (const map of maps) {
      const [item] = await versionImages(ctx.db, run.versionId, [map.imageId]);
      const image = await openModelInputs(ctx.storage).batch([item.sha256], {
        inputSize: judge.inputSize,
        normalisation,
      });
      const { mask, box } = groundTruth(item, judge.inputSize);
      const { height, width, target } = map;
      const request = { map: { data: readFloat32(map.data), height, width }, model: view, image, mask, box };
      const scores = await scoreMap({ ...request, target });
      for (const id of judgedMetricIds()) {
        const stored = values.find(({ mapId, metricId }) => mapId === map.id && metricId === id);
        const expected = scores.find(({ metricId }) => metricId === id);
        if (expected?.value == null) expect(stored?.undefinedReason).toBe(expected?.undefinedReason);
        else expect(stored?.value).toBeCloseTo(expected.value, 4);
        expect(stored?.parameters).toMatchObject({ judgedOn: "FC", probabilityClass: target });
      }
    }
    await view.dispose();
  });

  it("shows either protocol: what asks no model is the same, the judge's own arm too", async () => {
    const own = await getMetricTable(ctx, runId);
    const judged = await getMetricTable(ctx, runId, { judgeId: project.fc });
    expect([own.judge, judged.judge?.name]).toEqual([null, "FC"]);
    expect(judged.metricIds.toSorted()).toEqual(own.metricIds.toSorted());
    const [plus, minus, cam] = own.arms;
    expect([plus, minus, cam].map(({ explains }) => explains)).toEqual(["for", "against", "for"]);
    for (const [at, { cells }] of judged.arms.entries()) {
      expect(cells.area).toEqual(own.arms[at].cells.area);
      const same =
        cells["insertion-auc"].estimate?.value === own.arms[at].cells["insertion-auc"].estimate?.value;
      expect(same, own.arms[at].label).toBe(own.arms[at].label === "Grad-CAM");
      expect(cells["insertion-auc"].defined).toBe(IMAGES);
    }
    const metricId = "insertion-auc";
    const mean = ({ arms }: typeof own, at: number) => arms[at].cells[metricId].estimate!.value;
    for (const [table, judgeId] of [
      [own, undefined],
      [judged, project.fc],
    ] as const) {
      const { rows } = await compareArms(ctx, { runId, metricId, judgeId });
      const { difference } = rows[1];
      if (!("value" in difference)) throw new Error("both arms have values");
      expect(difference.value).toBeCloseTo(mean(table, 0) - mean(table, 2), 10);
    }
  });

  it("names judge and protocol in the exported rows, and none where no model was asked", async () => {
    const rows = await allRows(await listMetricValues(ctx, runId));
    const of = (metric: string, label: string) =>
      rows
        .filter((row) => row.metric === metric && row.arm === label)
        .map(({ judge, protocol }) => [judge, protocol]);
    const times = <T>(value: T) => Array(IMAGES).fill(value);
    expect(of("area", "S+")).toEqual(times([null, null]));
    expect(of("insertion-auc", "S+")).toEqual(
      times([
        ["S+", "own"],
        ["FC", "judge"],
      ]).flat(),
    );
    expect(of("insertion-auc", "Grad-CAM")).toEqual(times(["FC", "own"]));
  });

  it("says nothing twice, whatever is sent again", async () => {
    const before = await ctx.db.metricValue.count();
    expect(await judgeRun(ctx, { runId, modelId: project.fc })).toMatchObject({ state: "succeeded" });
    const map = await ctx.db.saliencyMap.findFirstOrThrow({ where: { arm: { runId, label: "S+" } } });
    const row = {
      metricId: "insertion-auc",
      profile: "whynot",
      value: 0,
      undefinedReason: null,
      parameters: {},
    };
    const again = { runId, judgeId: project.fc, scored: new Map([[map.id, [row]]]) };
    await expect(storeJudgements(ctx, again)).rejects.toMatchObject({ code: "cancelled" });
    expect(await ctx.db.metricValue.count()).toBe(before);
  });

  it(
    "is judged by another model later, and goes on where it was stopped",
    async () => {
      const { judges, choices } = await listJudges(ctx, runId);
      expect(judges.map(({ modelName }) => modelName)).toEqual(["FC"]);
      expect(choices.map(({ name }) => name)).toEqual(["S+", "S−"]);
      await worker.stop();
      const modelId = project.plus;
      expect(await judgeRun(ctx, { runId, modelId })).toMatchObject({
        state: "running",
        mapCount: 6,
        mapsJudged: 0,
      });
      const maps = await ctx.db.saliencyMap.findMany({
        where: { arm: { runId, label: "Grad-CAM" } },
        take: 1,
      });
      const rows = judgedMetricIds().map((metricId) => ({
        metricId,
        profile: "whynot",
        value: 0.25,
        undefinedReason: null,
        parameters: {},
      }));
      const scored = new Map([[maps[0].id, rows]]);
      expect(await storeJudgements(ctx, { runId, judgeId: modelId, scored })).toBe(1);
      expect(await storeJudgements(ctx, { runId, judgeId: modelId, scored })).toBe(0);
      expect(await stopJudge(ctx, { runId, modelId })).toMatchObject({ state: "cancelled", mapsJudged: 1 });
      await expect(stopJudge(ctx, { runId, modelId })).rejects.toMatchObject({ code: "conflict" });
      const waiting = { runId, kind: "judge.arm", state: "queued" as const };
      expect(await ctx.db.job.count({ where: waiting })).toBe(0);
      expect(await judgeRun(ctx, { runId, modelId })).toMatchObject({ state: "running", mapsJudged: 1 });
      expect(await ctx.db.job.count({ where: waiting })).toBe(2);
      const curves = () => getMetricCurves(ctx, { runId, metricId: "insertion-auc", judgeId: modelId });
      expect((await curves())[2].n).toBe(0);
      worker = startTestWorker(database);
      expect(await judgeOver(runId, modelId)).toMatchObject({
        state: "succeeded",
        mapsJudged: 6,
        mapCount: 6,
      });
      expect((await getMetricTable(ctx, runId, { judgeId: modelId })).judge?.name).toBe("S+");
      // What was read while the judge was at work is not kept: but for the map that was judged by hand, all have their curves.
      expect((await curves())[2].n).toBe(IMAGES - 1);
      expect((await ctx.db.run.findUniqueOrThrow({ where: { id: runId } })).state).toBe("succeeded");
      const events = await ctx.db.auditEvent.findMany({
        where: { resource: `run:${runId}` },
        orderBy: { id: "asc" },
      });
      expect(events.map(({ action }) => action)).toEqual([
        "run.start",
        "run.judge",
        "run.stop-judge",
        "run.judge",
      ]);
    },
    TIMEOUT_MS,
  );
});

describe("a judge", () => {
  it("knows the classes of the maps, is of this workspace, and stays", async () => {
    const config = { classNames: ["cat", "dog"] };
    const { id: small } = await registerModel(ctx, { name: "Two", weights: tinyModel("fc", config) });
    await expect(judgeRun(ctx, { runId, modelId: small })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/"Two" cannot judge .* fox/),
    });
    await expect(start({ judge: small })).rejects.toMatchObject({ code: "invalid" });
    const elsewhere = await database.ctx("owner", "elsewhere");
    await expect(judgeRun(elsewhere, { runId, modelId: project.fc })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(listJudges(elsewhere, runId)).rejects.toMatchObject({ code: "not_found" });
    await expect(getMetricTable(ctx, runId, { judgeId: small })).rejects.toMatchObject({ code: "not_found" });
    const viewer = await database.ctx("viewer");
    await expect(judgeRun(viewer, { runId, modelId: project.minus })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(ctx.db.model.delete({ where: { id: project.fc } })).rejects.toThrow();
  });

  it("is none where none was wished", async () => {
    const plain = await start({ name: "Plain", sampleSize: 1 });
    expect((await listJudges(ctx, plain.id)).judges).toEqual([]);
  });

  it(
    "that fails says why, and leaves the run as it was",
    async () => {
      const run = await start({ name: "Judge without a file", sampleSize: 1 });
      await runOver(database, run.id);
      const minus = await ctx.db.model.findUniqueOrThrow({ where: { id: project.minus } });
      const broken = { id: "broken-judge", name: "Broken", weightsSha256: "f".repeat(64) };
      const { createdAt: _, ...rest } = minus;
      await ctx.db.model.create({
        data: { ...rest, config: minus.config as object, training: {}, ...broken },
      });
      await judgeRun(ctx, { runId: run.id, modelId: broken.id });
      const judge = await judgeOver(run.id, broken.id);
      expect(judge.state).toBe("failed");
      expect(judge.error).toBeTruthy();
      expect((await ctx.db.run.findUniqueOrThrow({ where: { id: run.id } })).state).toBe("succeeded");
    },
    TIMEOUT_MS,
  );
});
