import { setTimeout as sleep } from "node:timers/promises";
import { readConfig } from "#lib/config.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import { closeServices } from "#lib/services/open-context.ts";
import { openComputePool } from "#workers/compute/pool.ts";
import { createHandlers } from "#workers/handlers/index.ts";
import type { TestDatabase } from "./database.ts";

/** Repeats a read until it gives something, or says what it waited for. */
export async function until<T>(
  what: string,
  read: () => Promise<T | false | null>,
  withinMs = 120_000,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(50)) {
    const value = await read();
    if (value) return value;
  }
  throw new Error(`waited ${withinMs} ms in vain for ${what}`);
}

/** A worker in this process, with the product's own handlers, and what ends it. */
export function startTestWorker(database: TestDatabase) {
  const compute = openComputePool({ size: 1, idleMs: 60_000, cancelGraceMs: 500 });
  const training = openComputePool({ size: 1, idleMs: 60_000 });
  const config = readConfig({
    DATABASE_URL: database.url,
    WHYNOT_HOME: database.home,
    WORKER_CONCURRENCY: "2",
    LOG_LEVEL: "silent",
  });
  const { filesFolder } = config;
  const place = { compute: training, filesFolder, engines: {}, memoryMb: () => 256 };
  const worker = startWorker(config, createHandlers(compute, place), { retryMs: 20 });
  return {
    compute,
    training,
    async stop() {
      await worker.stop();
      await Promise.all([compute.close(), training.close()]);
      await closeServices();
    },
  };
}

/** The run once it is over. */
export function runOver({ db }: TestDatabase, runId: string): Promise<Run> {
  return until(`run ${runId} to end`, async () => {
    const run = await db.run.findUniqueOrThrow({ where: { id: runId } });
    return run.state !== "queued" && run.state !== "running" && run;
  });
}
