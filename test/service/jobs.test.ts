import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDb } from "#lib/db/client.ts";
import { startEmbeddedDatabase } from "#lib/db/embedded.ts";
import { newId } from "#lib/db/id.ts";
import { migrate } from "#lib/db/migrate.ts";
import { type JobEvent, listenProgress } from "#lib/jobs/listen.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createFinishedRun } from "#test/support/finished-run.ts";
import { failJob, sleepJob } from "#test/support/job-worker.ts";

const LEASE_MS = 1_500;
let database: TestDatabase;
let workspaceId: string;
let log: string;
const workers: ChildProcess[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  workspaceId = (await database.ctx()).workspaceId;
  log = path.join(database.home, "log");
  writeFileSync(log, "");
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => end(worker, "SIGKILL")));
  await database.close();
});

function startWorkerProcess(databaseUrl = database.url): ChildProcess {
  const worker = spawn(process.execPath, ["--import", "tsx", "test/support/job-worker.ts"], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      WHYNOT_HOME: database.home,
      JOB_LEASE_MS: String(LEASE_MS),
      LOG_LEVEL: "fatal",
      WORKER_CONCURRENCY: "1",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  workers.push(worker);
  return worker;
}

function end(worker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return Promise.resolve();
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  worker.kill(signal);
  return ended;
}

const lines = () => readFileSync(log, "utf8").trim().split("\n");
const jobRow = (id: string) => database.db.job.findUniqueOrThrow({ where: { id } });

async function until<T>(read: () => Promise<T | false | undefined>, withinMs = 20_000): Promise<T> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(50)) {
    const value = await read();
    if (value) return value;
  }
  throw new Error("waited in vain");
}

const ended = (id: string, state: string) =>
  until(async () => (await jobRow(id)).state === state && jobRow(id));

function enqueueSleep(steps: number): Promise<string> {
  return database.db.$transaction((tx) => enqueue(tx, sleepJob, { log, steps }, { workspaceId }));
}

function enqueueFail(times: number, how: "error" | "invalid"): Promise<string> {
  return database.db.$transaction((tx) => enqueue(tx, failJob, { log, times, how }, { workspaceId }));
}

test("a job runs, reports its progress and is heard of by those who listen", async () => {
  const events: JobEvent[] = [];
  const stop = listenProgress(database.url, (event) => events.push(event));
  startWorkerProcess();
  const id = await enqueueSleep(8);
  expect(await ended(id, "succeeded")).toMatchObject({
    done: 8,
    total: 8,
    attempts: 1,
    error: null,
    leaseOwner: null,
  });
  await until(async () => events.length >= 4);
  expect(events.every((event) => event.jobId === id && event.workspaceId === workspaceId)).toBe(true);
  stop();
});

test("a job enqueued in a transaction that is rolled back never runs", async () => {
  startWorkerProcess();
  const rolledBack = database.db.$transaction(async (tx) => {
    await enqueue(tx, sleepJob, { log, steps: 0 }, { workspaceId });
    throw new Error("changed my mind");
  });
  await expect(rolledBack).rejects.toThrow("changed my mind");
  const after = await enqueueSleep(0);
  await ended(after, "succeeded");
  expect(lines()).toEqual(["begin 1", "end 1"]);
  expect(await database.db.job.count()).toBe(1);
});

test("work of a run, enqueued first, lets everything else pass", async () => {
  const { runId } = await createFinishedRun(await database.ctx(), 1);
  const shard = await database.db.$transaction((tx) =>
    enqueue(tx, sleepJob, { log, steps: 1 }, { workspaceId, runId }),
  );
  const report = await enqueueSleep(1);
  startWorkerProcess();
  const [late, early] = await Promise.all([ended(shard, "succeeded"), ended(report, "succeeded")]);
  expect(early.finishedAt?.getTime()).toBeLessThanOrEqual(late.startedAt?.getTime() ?? 0);
});

test("another worker takes over from one that is killed, and the job ends exactly once", async () => {
  const doomed = startWorkerProcess();
  const id = await enqueueSleep(15);
  await until(async () => lines().includes("begin 1"));
  await end(doomed, "SIGKILL");
  const killedAt = new Date();
  startWorkerProcess();
  startWorkerProcess();
  expect(await ended(id, "succeeded")).toMatchObject({ attempts: 2, done: 15 });
  await sleep(2 * LEASE_MS);
  expect(lines()).toEqual(["begin 1", "begin 2", "end 2"]);
  // What it took is the time of the attempt that did it.
  expect((await jobRow(id)).startedAt?.getTime()).toBeGreaterThan(killedAt.getTime());
});

test("a cancelled job stops within seconds and is not tried again", async () => {
  startWorkerProcess();
  const id = await enqueueSleep(600);
  await until(async () => lines().includes("begin 1"));
  await database.db.job.update({ where: { id }, data: { cancelRequested: true } });
  const askedAt = Date.now();
  await ended(id, "cancelled");
  expect(Date.now() - askedAt).toBeLessThan(3_000);
  expect(lines()).toEqual(["begin 1"]);
});

test("an error is tried again until it goes away", async () => {
  startWorkerProcess();
  const id = await enqueueFail(2, "error");
  expect(await ended(id, "succeeded")).toMatchObject({ attempts: 3, error: null });
  expect(lines()).toEqual(["try 1", "try 2", "try 3"]);
});

test("an error that stays fails the job for good, and its message gives no password away", async () => {
  startWorkerProcess();
  const id = await enqueueFail(99, "error");
  const job = await ended(id, "failed");
  expect(job).toMatchObject({ attempts: 3, error: "the disk hiccuped at postgres://whynot:***@127.0.0.1/x" });
  await until(async () => lines().length === 4);
  expect(lines()).toEqual(["try 1", "try 2", "try 3", `failed: ${job.error}`]);
});

test("wrong input fails at once", async () => {
  startWorkerProcess();
  const id = await enqueueFail(99, "invalid");
  expect(await ended(id, "failed")).toMatchObject({ attempts: 1, error: "This image has no class." });
});

test("a worker that is asked to stop hands its job back at once, the attempt not counted", async () => {
  const worker = startWorkerProcess();
  const id = await enqueueSleep(600);
  await until(async () => lines().includes("begin 1"));
  const askedAt = Date.now();
  await end(worker, "SIGTERM");
  expect(Date.now() - askedAt).toBeLessThan(3_000);
  expect(worker.exitCode).toBe(0);
  expect(await jobRow(id)).toMatchObject({ state: "queued", attempts: 0, leaseOwner: null });
});

test("a job whose delivery was lost is delivered by the sweep", async () => {
  const id = await enqueueSleep(0);
  await database.db.$executeRaw`SELECT graphile_worker.remove_job(${id})`;
  startWorkerProcess();
  await ended(id, "succeeded");
});

test("a database that restarts while a job runs does not disturb it, nor the jobs after it", async () => {
  chmodSync(database.home, 0o755);
  const options = { home: database.home, port: 54_800, durable: false };
  let server = await startEmbeddedDatabase(options);
  const { url, port } = server;
  await migrate(url);
  const db = openDb(url);
  const workspace = await db.workspace.create({ data: { id: newId(), slug: "lab", name: "Lab" } });
  const enqueueHere = (steps: number) =>
    db.$transaction((tx) => enqueue(tx, sleepJob, { log, steps }, { workspaceId: workspace.id }));
  const stateOf = async (id: string) => (await db.job.findUniqueOrThrow({ where: { id } })).state;
  try {
    const worker = startWorkerProcess(url);
    const during = await enqueueHere(40);
    await until(async () => lines().includes("begin 1"));
    await server.stop();
    await sleep(500);
    server = await startEmbeddedDatabase({ ...options, port });
    await until(async () => (await stateOf(during)) === "succeeded", 40_000);
    const after = await enqueueHere(0);
    await until(async () => (await stateOf(after)) === "succeeded", 40_000);
    expect(lines().filter((line) => line.startsWith("end"))).toHaveLength(2);
    expect(worker.exitCode).toBeNull();
  } finally {
    await db.$disconnect();
    await server.stop();
  }
}, 120_000);
