import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { Db } from "#lib/db/client.ts";
import { deliver } from "./queue.ts";

/**
 * Delivers again what a dead worker left: jobs whose lease ran out, and waiting ones whose delivery is gone or stuck
 * with a worker that died between fetching and claiming.
 * @returns how many
 */
export async function redeliverAbandoned(db: Db, leaseMs: number): Promise<number> {
  const abandoned = await db.$queryRaw<{ id: string }[]>`
    SELECT j.id FROM "Job" j
    WHERE (j.state = 'running' AND j."leaseExpiresAt" < now() AT TIME ZONE 'UTC'
           AND NOT EXISTS (SELECT 1 FROM graphile_worker.jobs d
                           WHERE d.key = j.id AND d.locked_at IS NULL AND d.attempts < d.max_attempts))
       OR (j.state = 'queued'
           AND j."createdAt" < (now() AT TIME ZONE 'UTC') - ${leaseMs} * interval '1 millisecond'
           AND NOT EXISTS (SELECT 1 FROM graphile_worker.jobs d
                           WHERE d.key = j.id
                             AND (d.locked_at > now() - ${leaseMs} * interval '1 millisecond'
                                  OR (d.locked_at IS NULL AND d.attempts < d.max_attempts))))
    LIMIT 500`;
  for (const { id } of abandoned) await db.$transaction((tx) => deliver(tx, id));
  return abandoned.length;
}

/** Sweeps now and then every half lease until `signal` fires. */
export async function sweepUntil(db: Db, leaseMs: number, signal: AbortSignal, log: Logger): Promise<void> {
  while (!signal.aborted) {
    try {
      const count = await redeliverAbandoned(db, leaseMs);
      if (count > 0) log.warn({ count }, "took over jobs of a worker that is gone");
    } catch (err) {
      log.warn({ err }, "sweep failed");
    }
    await sleep(leaseMs / 2, undefined, { signal }).catch(() => {});
  }
}
