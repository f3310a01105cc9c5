import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listenProgress } from "#lib/jobs/listen.ts";
import type { Ctx } from "#lib/services/context.ts";
import { cancelRun } from "#lib/services/explanations/cancel-run.ts";
import { getRunProgress, type RunProgress } from "#lib/services/explanations/get-run-progress.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import { watchRun } from "#lib/services/explanations/watch-run.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { startTestWorker, until } from "#test/support/run-until.ts";
import { arm, createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";

let database: TestDatabase;
let ctx: Ctx;
let project: TinyProject;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  project = await createTinyProject(ctx, { each: 2 });
});
afterAll(() => database.close());

function start(sampleSize: number) {
  const { versionId, plus, fc } = project;
  const arms = [arm("S+", "scouter+", plus), arm("CAM", "grad-cam", fc)];
  return startRun(ctx, { versionId, name: "Watched", sampleSize, arms });
}

it("a run is followed from its snapshot through every change to its end, and then let go", async () => {
  const run = await start(6);
  const seen: RunProgress[] = [];
  let over = 0;
  let listening = 0;
  const subscribe: Parameters<typeof watchRun>[3]["subscribe"] = (onEvent) => {
    const stop = listenProgress(database.url, onEvent);
    listening++;
    return () => {
      listening--;
      stop();
    };
  };
  watchRun(ctx, run.id, await getRunProgress(ctx, run.id), {
    subscribe,
    send: (progress) => seen.push(progress),
    onOver: () => over++,
    intervalMs: 10,
  });
  expect(seen).toMatchObject([{ state: "queued", mapsDone: 0, mapCount: 12 }]);
  const worker = startTestWorker(database);
  await until("the end of the stream", async () => over > 0).finally(worker.stop);
  expect(seen.at(-1)).toMatchObject({ state: "succeeded", mapsDone: 12, mapsScored: 12, preparing: null });
  expect(new Set(seen.map((progress) => JSON.stringify(progress))).size).toBe(seen.length);
  const counts = seen.map((progress) => progress.mapsDone + progress.mapsScored);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect([over, listening]).toEqual([1, 0]);
}, 180_000);

it("changes are found without notifications, and a database that is away is waited for", async () => {
  const run = await start(1);
  const first = await getRunProgress(ctx, run.id);
  let away = 3;
  const db = new Proxy(ctx.db, {
    get(target, name, receiver) {
      if (name === "run" && away-- > 0) throw new Error("the database is away");
      return Reflect.get(target, name, receiver);
    },
  });
  const seen: RunProgress[] = [];
  let over = false;
  watchRun({ ...ctx, db }, run.id, first, {
    subscribe: () => () => {},
    send: (progress) => seen.push(progress),
    onOver: () => {
      over = true;
    },
    pollMs: 20,
  });
  await cancelRun(ctx, { runId: run.id });
  await until("the cancellation to be seen", async () => over);
  expect(away).toBeLessThan(0);
  // A look between two steps of the cancellation may see the same state once more.
  const states = seen.map((progress) => progress.state);
  expect(states.filter((state, i) => state !== states[i - 1])).toEqual(["queued", "cancelled"]);
});

it("a watcher that leaves hears no more", async () => {
  const run = await start(1);
  const seen: RunProgress[] = [];
  const stop = watchRun(ctx, run.id, await getRunProgress(ctx, run.id), {
    subscribe: () => () => {},
    send: (progress) => seen.push(progress),
    onOver: () => seen.push(...seen),
    pollMs: 10,
  });
  stop();
  await cancelRun(ctx, { runId: run.id });
  await sleep(100);
  expect(seen).toHaveLength(1);
});

it("a run of another workspace is not there to be watched", async () => {
  const run = await start(1);
  const stranger = await database.ctx("owner", "elsewhere");
  await expect(getRunProgress(stranger, run.id)).rejects.toMatchObject({ code: "not_found" });
});
