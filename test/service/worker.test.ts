import { afterEach, beforeEach, expect, test } from "vitest";
import { metrics, otherDefinitions } from "#lib/metrics/registry.ts";
import type { Ctx } from "#lib/services/context.ts";
import { cancelRun } from "#lib/services/explanations/cancel-run.ts";
import { retryRun } from "#lib/services/explanations/retry-run.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { runOver, until } from "#test/support/run-until.ts";
import { arm, createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";
import { endProcess, startWorkerProcess, type WorkerProcess } from "#test/support/worker-process.ts";

/** Worker processes start and thousands of passes are made: slow when the machine is busy. */
const TIMEOUT_MS = 180_000;
let database: TestDatabase;
let ctx: Ctx;
let project: TinyProject;
const workers: WorkerProcess[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  project = await createTinyProject(ctx, { each: 2 });
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => endProcess(worker, "SIGKILL")));
  await database.close();
});

function startWorker(): WorkerProcess {
  const worker = startWorkerProcess(database);
  workers.push(worker);
  return worker;
}

const readRun = (id: string) => database.db.run.findUniqueOrThrow({ where: { id } });

/** 4480 forward passes a map and one map a shard: each takes long enough to be caught at it. */
const SLOW = { samples: 35 };

function startSlowRun(sampleSize: number) {
  const { versionId, plus, fc } = project;
  const arms = [arm("S+", "scouter+", plus), arm("SS-CAM", "ss-cam", fc, "true", SLOW)];
  return startRun(ctx, { versionId, name: "Slow", sampleSize, arms });
}

const caughtAtSsCam = (runId: string) =>
  until("a shard of SS-CAM to be under way", async () => {
    // The job last: read before the run, it may be the one whose map has just been counted.
    const { mapsDone } = await readRun(runId);
    const running = await database.db.job.findFirst({
      where: { runId, kind: "explain.shard", state: "running", total: 1, attempts: 1 },
    });
    return mapsDone > 4 && running;
  });

test(
  "a worker killed in the middle of a run: another one finishes it, with every map and score exactly once",
  async () => {
    const { id, mapCount } = await startSlowRun(4);
    const first = startWorker();
    const interrupted = await caughtAtSsCam(id);
    await endProcess(first, "SIGKILL");
    const atDeath = await readRun(id);
    expect(atDeath.state).toBe("running");
    expect(atDeath.mapsDone).toBeLessThan(mapCount);

    startWorker();
    expect(await runOver(database, id)).toMatchObject({ state: "succeeded", mapsDone: 8, mapsScored: 8 });
    const maps = await database.db.saliencyMap.findMany({
      where: { arm: { runId: id } },
      include: { metrics: true },
    });
    expect(new Set(maps.map((map) => `${map.armId} ${map.imageId}`)).size).toBe(8);
    expect(maps).toHaveLength(8);
    expect(maps.map((map) => map.metrics.length)).toEqual(
      Array(8).fill(metrics.size + otherDefinitions.size),
    );
    const taken = await database.db.job.findUniqueOrThrow({ where: { id: interrupted.id } });
    expect(taken).toMatchObject({ state: "succeeded", attempts: 2 });
  },
  TIMEOUT_MS,
);

test(
  "a cancelled run stops within seconds, keeps its maps, and goes on from there when retried",
  async () => {
    const { id } = await startSlowRun(4);
    startWorker();
    await caughtAtSsCam(id);
    const askedAt = Date.now();
    await cancelRun(ctx, { runId: id });
    await until("its jobs to let go", async () => {
      const alive = await database.db.job.count({
        where: { runId: id, state: { in: ["queued", "running"] } },
      });
      return alive === 0;
    });
    expect(Date.now() - askedAt).toBeLessThan(5_000);
    const cancelled = await readRun(id);
    expect(cancelled.state).toBe("cancelled");
    const kept = await database.db.saliencyMap.findMany({
      where: { arm: { runId: id } },
      select: { id: true },
    });
    expect(kept).toHaveLength(cancelled.mapsDone);

    await retryRun(ctx, { runId: id });
    expect(await runOver(database, id)).toMatchObject({ state: "succeeded", mapsDone: 8, mapsScored: 8 });
    const all = await database.db.saliencyMap.findMany({
      where: { arm: { runId: id } },
      select: { id: true },
    });
    expect(all).toHaveLength(8);
    expect(all.map((map) => map.id)).toEqual(expect.arrayContaining(kept.map((map) => map.id)));
  },
  TIMEOUT_MS,
);

test(
  "a part that cannot be done fails the run with the reason, and the run can be retried once that is mended",
  async () => {
    const { versionId, fc, plus } = project;
    const arms = [arm("S+", "scouter+", plus), arm("CAM", "grad-cam", fc)];
    const run = await startRun(ctx, { versionId, name: "Lost file", sampleSize: 2, arms });
    const { sha256 } = await database.db.image.findUniqueOrThrow({ where: { id: run.imageIds[0] } });
    const bytes = await database.storage.get(sha256);
    await database.storage.remove(sha256);
    startWorker();
    const failed = await runOver(database, run.id);
    expect(failed).toMatchObject({ state: "failed", error: "This file is not in storage." });
    expect(
      await database.db.job.count({ where: { runId: run.id, state: { in: ["queued", "running"] } } }),
    ).toBe(0);
    await expect(cancelRun(ctx, { runId: run.id })).rejects.toMatchObject({ code: "conflict" });

    await database.storage.put(bytes);
    await retryRun(ctx, { runId: run.id });
    expect(await runOver(database, run.id)).toMatchObject({ state: "succeeded", error: null, mapsScored: 4 });
    await expect(retryRun(ctx, { runId: run.id })).rejects.toMatchObject({ code: "conflict" });
  },
  TIMEOUT_MS,
);
