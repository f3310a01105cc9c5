import { afterAll, beforeAll, expect, it } from "vitest";
import type { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { estimateRun } from "#lib/services/explanations/estimate-run.ts";
import { getRunCost } from "#lib/services/explanations/get-run-cost.ts";
import { getRunProgress } from "#lib/services/explanations/get-run-progress.ts";
import { measureRun } from "#lib/services/explanations/measure-run.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { runOver, startTestWorker } from "#test/support/run-until.ts";
import { arm, createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";

/** A worker makes real maps here: slow when the machine is busy. */
const TIMEOUT_MS = 180_000;
/** Forward passes that scoring one map takes. */
const SCORE = 65;

let database: TestDatabase;
let ctx: Ctx;
let project: TinyProject;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  project = await createTinyProject(ctx);
});
afterAll(() => database.close());

const arms = () => [
  arm("S+", "scouter+", project.plus),
  arm("SS-CAM", "ss-cam", project.fc, "true", { samples: 2, channels: 4 }),
];
const wish = (change: object = {}) => ({
  versionId: project.versionId,
  sampleSize: 8,
  arms: arms(),
  ...change,
});
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: AppError) => error,
  );

/** Runs to its end, then says of its jobs that each image of an arm took exactly so long, one job after the other. */
async function runAtPace(
  runId: string,
  paces: Record<string, { explain: number; score: number; map: number }>,
) {
  const worker = startTestWorker(database);
  expect(await runOver(database, runId)).toMatchObject({ state: "succeeded" });
  await worker.stop();
  const rows = await database.db.runArm.findMany({ where: { runId } });
  const labels = new Map(rows.map(({ id, label }) => [id, label]));
  const jobs = await database.db.job.findMany({
    where: { runId, kind: { in: ["explain.shard", "evaluate.shard"] } },
  });
  let at = Date.now();
  for (const { id, kind, payload, total } of jobs) {
    const pace = paces[labels.get((payload as { armId: string }).armId) as string];
    const startedAt = new Date(at);
    at += total * (kind === "explain.shard" ? pace.explain : pace.score);
    await database.db.job.update({ where: { id }, data: { startedAt, finishedAt: new Date(at) } });
  }
  for (const { id, label } of rows) {
    await database.db.saliencyMap.updateMany({ where: { armId: id }, data: { elapsedMs: paces[label].map } });
  }
}

it("counts passes exactly, and says of time only that it was not measured", async () => {
  const { estimate, passes, needsConfirmation } = await estimateRun(ctx, wish());
  // 18 images of the version are answered by both models first.
  expect(estimate.preparation).toMatchObject({ forwards: 36, ms: null });
  expect(estimate.arms).toMatchObject([
    { label: "S+", maps: 8, forwards: 8, ms: null, basis: null },
    { label: "SS-CAM", maps: 8, forwards: 8 * 9, ms: null, basis: null },
  ]);
  expect(estimate.scoring).toMatchObject({ maps: 16, forwards: 16 * SCORE, ms: null });
  expect(passes).toBe(36 + 8 + 72 + 16 * SCORE);
  expect(estimate).toMatchObject({ isTimed: false, workerMs: 0, bytes: 16 * 32 * 32 * 4 });
  expect(needsConfirmation).toBe(false);
});

it("counts what a judge is asked, and measures the judge as well", async () => {
  const judged = wish({ judge: "baseline", arms: [arm("S+", "scouter+", project.plus)] });
  const { estimate } = await estimateRun(ctx, judged);
  expect(estimate.judging).toMatchObject({ maps: 8, forwards: 8 * SCORE, ms: null, modelId: project.fc });
  // Maps of the judge's own have its scores already.
  const own = wish({ judge: "baseline", arms: [arm("SS-CAM", "ss-cam", project.fc)] });
  expect((await estimateRun(ctx, own)).estimate.judging).toMatchObject({ maps: 0, ms: 0 });
  const { id } = await measureRun(ctx, judged);
  const arms = await database.db.runArm.findMany({ where: { runId: id }, orderBy: { position: "asc" } });
  expect(arms).toMatchObject([
    { label: "S+", modelId: project.plus },
    { label: "Judge", modelId: project.fc, explainerId: "control-random" },
  ]);
  await database.db.run.deleteMany({ where: { workspaceId: ctx.workspaceId } });
});

it("checks arms as the start does, and knows its own workspace only", async () => {
  const wrong = wish({ arms: [arm("A", "ss-cam", project.fc, "true", { samples: 0 })] });
  expect(await refusalOf(estimateRun(ctx, wrong))).toMatchObject({
    code: "invalid",
    details: { arm: "A", issues: [{ option: "samples" }] },
  });
  expect(await refusalOf(estimateRun(await database.ctx("viewer"), wish()))).toMatchObject({
    code: "forbidden",
  });
  const stranger = await database.ctx("owner", "elsewhere");
  expect(await refusalOf(estimateRun(stranger, wish()))).toMatchObject({ code: "not_found" });
});

it("starts a run above the limit only when its cost was confirmed", async () => {
  const { passes } = await estimateRun(ctx, wish());
  const limited: Ctx = { ...ctx, costLimit: { passes: passes - 1, workerMinutes: 10 } };
  const run = { ...wish(), name: "Dear" };
  const before = await database.db.run.count();
  const refusal = await refusalOf(startRun(limited, run));
  expect(refusal).toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/takes 1,156 passes.*"confirmedCost": 1156/),
    details: { confirmedCost: passes, estimate: { forwards: passes } },
  });
  // What was agreed to must cover what it costs.
  expect(await refusalOf(startRun(limited, { ...run, confirmedCost: passes - 1 }))).toMatchObject({
    code: "conflict",
  });
  expect(await database.db.run.count()).toBe(before);
  const started = await startRun(limited, { ...run, confirmedCost: passes });
  expect(started.estimate).toMatchObject({ forwards: passes, isTimed: false });
  expect((await startRun({ ...ctx, costLimit: { passes, workerMinutes: 10 } }, run)).state).toBe("queued");
  await database.db.run.deleteMany({ where: { workspaceId: ctx.workspaceId } });
});

it(
  "measures what is not known in a short run, and what it says afterwards is what the same run took",
  async () => {
    const short = await measureRun(ctx, wish());
    expect(short).toMatchObject({ name: "Measurement: S+, SS-CAM", mapCount: 4 });
    await runAtPace(short.id, {
      "S+": { explain: 15, score: 100, map: 10 },
      "SS-CAM": { explain: 55, score: 100, map: 50 },
    });
    const { estimate } = await estimateRun(ctx, wish());
    expect(estimate.isTimed).toBe(true);
    // Nothing is missing any more, and no run yet has begun so.
    expect(estimate.preparation).toMatchObject({ forwards: 0, ms: 0 });
    // 2 images a shard of the short run took 10 ms around their maps, and so does the one shard of 8.
    expect(estimate.arms).toMatchObject([
      { ms: 8 * 10 + 10, basis: { kind: "maps", maps: 2 } },
      { ms: 8 * 50 + 10, basis: { kind: "maps", maps: 2 } },
    ]);
    expect(estimate.scoring.ms).toBeCloseTo(1600, 6);
    expect(estimate.workerMs).toBeCloseTo(2100, 6);
    expect(estimate.parallel).toBe(1);

    const full = await startRun(ctx, { ...wish(), name: "Full" });
    await runAtPace(full.id, {
      "S+": { explain: 12, score: 110, map: 10 },
      "SS-CAM": { explain: 60, score: 110, map: 55 },
    });
    const cost = await getRunCost(ctx, full.id);
    expect(cost.expectedMs).toBeCloseTo(2100, 6);
    expect(cost.tookMs).toBeGreaterThan(0);
    expect(
      cost.parts.map(({ name, tookMs }) => [name, name.startsWith("Answers") ? null : Math.round(tookMs)]),
    ).toEqual([
      ["Answers of the models, plan", null],
      ["S+", 96],
      ["SS-CAM", 480],
      ["Scoring", 1760],
    ]);
    const { ms: preparationMs } = (await estimateRun(ctx, wish())).estimate.preparation;
    expect(preparationMs).toBeCloseTo(cost.parts[0].tookMs, 3);
    // Time counts towards the limit as well, now that it is known.
    const hasty: Ctx = { ...ctx, costLimit: { passes: 1e9, workerMinutes: 1 / 60 } };
    expect((await estimateRun(hasty, wish())).needsConfirmation).toBe(true);
    expect(await refusalOf(startRun(hasty, { ...wish(), name: "Long" }))).toMatchObject({ code: "conflict" });
    const others = wish({ arms: [arm("More", "ss-cam", project.fc, "true", { samples: 20, channels: 4 })] });
    expect((await estimateRun(ctx, others)).estimate.arms[0].basis).toEqual({
      kind: "other-options",
      maps: 10,
    });
  },
  TIMEOUT_MS,
);

it("gives the time left of a run under way by its own shards", async () => {
  const run = await startRun(ctx, { ...wish(), name: "Under way" });
  expect((await getRunProgress(ctx, run.id)).remainingMs).toBeNull();
  const [plus, ssCam] = await database.db.runArm.findMany({
    where: { runId: run.id },
    orderBy: { position: "asc" },
  });
  await database.db.job.deleteMany({ where: { runId: run.id } });
  await database.db.run.update({ where: { id: run.id }, data: { state: "running" } });
  const finished = (armId: string, kind: string, images: number, seconds: number) => {
    const startedAt = new Date(Date.UTC(2026, 0, 1));
    return database.db.job.create({
      data: {
        id: `${armId} ${kind}`,
        workspaceId: ctx.workspaceId,
        runId: run.id,
        kind,
        payload: { runId: run.id, armId, imageIds: [] },
        state: "succeeded",
        total: images,
        startedAt,
        finishedAt: new Date(startedAt.getTime() + seconds * 1000),
      },
    });
  };
  await finished(plus.id, "explain.shard", 8, 8);
  await finished(ssCam.id, "explain.shard", 2, 20);
  await finished(plus.id, "evaluate.shard", 4, 12);
  // 6 images of SS-CAM at 10 s, 12 maps to score at 3 s; the three shards were worked on at once for 20 s: 40 s of work.
  expect((await getRunProgress(ctx, run.id)).remainingMs).toBe(((60 + 36) / 2) * 1000);
});

it(
  "lets an arm draw by a seed of its own",
  async () => {
    const random = (label: string, seed: number | null) => ({
      ...arm(label, "control-random", project.fc),
      seed,
    });
    const own = [random("run's", null), random("the same", 1), random("other", 2)];
    const { id } = await startRun(ctx, { ...wish({ arms: own, sampleSize: 1 }), name: "Seeds", seed: 1 });
    const worker = startTestWorker(database);
    expect(await runOver(database, id)).toMatchObject({ state: "succeeded" });
    await worker.stop();
    const maps = await database.db.saliencyMap.findMany({
      where: { arm: { runId: id } },
      orderBy: { arm: { position: "asc" } },
    });
    const [first, same, other] = maps.map(({ data }) => Buffer.from(data).toString("hex"));
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  },
  TIMEOUT_MS,
);
