import { hostname } from "node:os";
import type { Config } from "#lib/config.ts";
import { newId } from "#lib/db/id.ts";
import { openServices } from "#lib/services/open-context.ts";
import { requestErasures } from "#lib/services/retention/request-erasures.ts";
import type { JobHandler } from "./define-handler.ts";
import { everyDay } from "./every-day.ts";
import { deliverJobs } from "./graphile.ts";
import type { Lane } from "./queue.ts";
import { runJob } from "./run-job.ts";
import { sweepUntil } from "./sweep.ts";

/** At once in one worker, beside its other jobs: two would each take twice as long and twice the memory. */
const TRAININGS = 1;

export interface Worker {
  /** Stops taking jobs and hands back those that are running; resolves when all have let go. */
  stop(): Promise<void>;
}

/** Starts taking jobs from the queue; any number of workers on any number of machines may do so. */
export function startWorker(
  config: Config,
  handlers: readonly JobHandler[],
  options: { retryMs?: number } = {},
): Worker {
  const { db, storage, log: root, databaseUrl } = openServices(config);
  const workerId = `${hostname()}:${process.pid}:${newId()}`;
  const log = root.child({ workerId });
  const stopping = new AbortController();
  const runner = {
    handlers: new Map(handlers.map((handler) => [handler.definition.kind, handler])),
    services: { db, storage, log, clock: () => new Date(), imports: config.imports, crowd: config.crowd },
    workerId,
    leaseMs: config.jobLeaseMs,
    shutdown: stopping.signal,
    ...options,
  };
  const deliver = (lane: Lane, concurrency: number) =>
    deliverJobs({
      databaseUrl,
      lane,
      concurrency,
      log,
      run: (jobId) => runJob(runner, jobId),
      signal: stopping.signal,
    });
  const delivering = [deliver("short", config.workerConcurrency), deliver("training", TRAININGS)];
  const sweeping = sweepUntil(db, config.jobLeaseMs, stopping.signal, log);
  const erasing = everyDay(
    async () => {
      const studies = await requestErasures({ db, clock: () => new Date() });
      if (studies > 0) log.info({ studies }, "asked for the erasure of what is due");
    },
    stopping.signal,
    log,
  );
  log.info({ kinds: [...runner.handlers.keys()] }, "worker ready");
  return {
    async stop() {
      stopping.abort();
      await Promise.all([...delivering, sweeping, erasing]);
    },
  };
}
