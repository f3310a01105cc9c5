import { setTimeout as sleep } from "node:timers/promises";
import { Logger as QueueLogger, run } from "graphile-worker";
import pg from "pg";
import type { Logger } from "pino";
import { z } from "zod";
import { withoutCredentials } from "#lib/observability/logger.ts";
import { LANES, type Lane } from "./queue.ts";

const Delivery = z.object({ jobId: z.string() });
const RESTART_MS = 1_000;
/** NOTIFY wakes the queue at once; this is only for what a lost connection missed. */
const POLL_MS = 2_000;

export interface DeliveryOptions {
  databaseUrl: string;
  lane: Lane;
  /** Deliveries worked on at once. */
  concurrency: number;
  log: Logger;
  run(jobId: string): Promise<void>;
  signal: AbortSignal;
}

function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    const text = withoutCredentials(message);
    if (level === "error") log.warn({ queue: true }, text);
    else log.trace({ queue: true }, text);
  });
}

async function deliverUntilStopped(options: DeliveryOptions): Promise<void> {
  const { databaseUrl, lane, concurrency, log, signal } = options;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: concurrency + 3 });
  pool.on("error", (err) => log.warn({ err }, "database connection lost"));
  pool.on("connect", (client) => client.on("error", () => {}));
  try {
    const runner = await run({
      pgPool: pool,
      concurrency,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      logger: queueLogger(log),
      taskList: { [LANES[lane]]: (payload) => options.run(Delivery.parse(payload).jobId) },
    });
    const stop = () => void runner.stop().catch(() => {});
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    await runner.promise.finally(() => signal.removeEventListener("abort", stop));
  } finally {
    await pool.end().catch(() => {});
  }
}

/** Delivers the jobs of one lane until `signal` fires and the ones being worked on have ended; a lost database is waited for. */
export async function deliverJobs(options: DeliveryOptions): Promise<void> {
  while (!options.signal.aborted) {
    try {
      await deliverUntilStopped(options);
    } catch (err) {
      options.log.warn({ err }, "queue stopped, starting it again");
    }
    await sleep(RESTART_MS, undefined, { signal: options.signal }).catch(() => {});
  }
}
