import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { Db } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { type Lease, renewLease } from "./job-row.ts";

/** Why a running job must end although its handler has not. */
export type Interruption = "cancelled" | "lost" | "shutdown";

export class JobInterrupted extends Error {
  readonly why: Interruption;

  constructor(why: Interruption) {
    super(`job interrupted: ${why}`);
    this.name = "JobInterrupted";
    this.why = why;
  }
}

/** Someone who cancels should not wait longer than this. */
const CANCEL_POLL_MS = 1_000;

/**
 * Keeps a claimed job's lease alive and watches for cancellation until `stop` is called.
 * A database that is away is no reason to give up before the lease itself has run out.
 */
export function holdLease(db: Db, jobId: string, lease: Lease, log: Logger) {
  const abort = new AbortController();
  const stopped = new AbortController();
  let heldUntil = Date.now() + lease.leaseMs;

  const beat = async (): Promise<void> => {
    const askedAt = Date.now();
    const answer = await renewLease(db, jobId, lease);
    if (answer === "held") heldUntil = askedAt + lease.leaseMs;
    else if (answer === "lost") abort.abort(new JobInterrupted("lost"));
    else abort.abort(new AppError("cancelled", "Cancelled.", {}, new JobInterrupted("cancelled")));
  };
  const watch = async (): Promise<void> => {
    const intervalMs = Math.min(CANCEL_POLL_MS, lease.leaseMs / 3);
    while (!abort.signal.aborted) {
      await sleep(intervalMs, undefined, { signal: stopped.signal });
      try {
        await beat();
      } catch (err) {
        log.warn({ err, jobId }, "heartbeat failed");
        if (Date.now() > heldUntil) abort.abort(new JobInterrupted("lost"));
      }
    }
  };
  const watching = watch().catch(() => {});

  return {
    signal: abort.signal,
    async stop(): Promise<void> {
      stopped.abort();
      await watching;
    },
  };
}
