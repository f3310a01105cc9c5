import type { Db } from "#lib/db/client.ts";
import type { Job } from "#lib/db/generated/client.ts";
import { deliver } from "./queue.ts";

/** Who holds a job, and for how long without a sign of life. */
export interface Lease {
  owner: string;
  leaseMs: number;
}

/** The channel of every change of a job; the payload is a `JobEvent`. */
export const PROGRESS_CHANNEL = "whynot_progress";

type Executor = Pick<Db, "$queryRaw" | "$executeRaw">;

async function announce(
  db: Executor,
  { id, runId, trainingId, workspaceId }: Pick<Job, "id" | "runId" | "trainingId" | "workspaceId">,
): Promise<void> {
  const payload = JSON.stringify({ jobId: id, runId, trainingId, workspaceId });
  await db.$executeRaw`SELECT pg_notify(${PROGRESS_CHANNEL}, ${payload})`;
}

/**
 * Takes a job that waits, or whose owner's lease has run out by the database's clock. Exactly one of any number of
 * workers gets it: the row is compared and set in one statement. It starts anew: what an attempt took is measured, without the
 * time in which nobody had it.
 */
export async function claimJob(db: Db, id: string, { owner, leaseMs }: Lease): Promise<Job | undefined> {
  const claimed = await db.$queryRaw<{ id: string }[]>`
    UPDATE "Job" SET state = 'running', "leaseOwner" = ${owner}, attempts = attempts + 1,
      "leaseExpiresAt" = (now() AT TIME ZONE 'UTC') + ${leaseMs} * interval '1 millisecond',
      "startedAt" = now() AT TIME ZONE 'UTC'
    WHERE id = ${id} AND (state = 'queued' OR (state = 'running' AND "leaseExpiresAt" < now() AT TIME ZONE 'UTC'))
    RETURNING id`;
  if (claimed.length === 0) return undefined;
  const job = await db.job.findUniqueOrThrow({ where: { id } });
  await announce(db, job);
  return job;
}

/** Lengthens the lease. @returns what the row says now, or "lost" when another worker has the job */
export async function renewLease(
  db: Db,
  id: string,
  { owner, leaseMs }: Lease,
): Promise<"held" | "cancel" | "lost"> {
  const rows = await db.$queryRaw<{ cancelRequested: boolean }[]>`
    UPDATE "Job" SET "leaseExpiresAt" = (now() AT TIME ZONE 'UTC') + ${leaseMs} * interval '1 millisecond'
    WHERE id = ${id} AND state = 'running' AND "leaseOwner" = ${owner}
    RETURNING "cancelRequested"`;
  if (rows.length === 0) return "lost";
  return rows[0].cancelRequested ? "cancel" : "held";
}

export async function writeProgress(
  db: Db,
  job: Job,
  owner: string,
  progress: { done: number; total?: number; message?: string },
): Promise<void> {
  const changed = await db.job.updateMany({
    where: { id: job.id, state: "running", leaseOwner: owner },
    data: progress,
  });
  if (changed.count > 0) await announce(db, job);
}

/** Forgets attempts that failed before this one. */
export async function forgetAttempts(db: Db, job: Job, owner: string): Promise<void> {
  await db.job.updateMany({
    where: { id: job.id, state: "running", leaseOwner: owner, attempts: { gt: 1 } },
    data: { attempts: 1, error: null },
  });
}

/** Ends a job, if it is still this owner's. @returns whether it was */
export async function endJob(
  db: Db,
  job: Job,
  owner: string,
  state: "succeeded" | "failed" | "cancelled",
  error: string | null,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const ended = await tx.job.updateMany({
      where: { id: job.id, state: "running", leaseOwner: owner },
      data: { state, error, finishedAt: new Date(), leaseOwner: null, leaseExpiresAt: null },
    });
    if (ended.count > 0) await announce(tx, job);
    return ended.count > 0;
  });
}

/** Puts a job back in the queue, for `delayMs` from now. An attempt that was cut short by a shutdown is not counted. */
export async function requeueJob(
  db: Db,
  job: Job,
  owner: string,
  { error, delayMs, counts }: { error: string | null; delayMs: number; counts: boolean },
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const freed = await tx.job.updateMany({
      where: { id: job.id, state: "running", leaseOwner: owner },
      data: {
        state: "queued",
        error,
        leaseOwner: null,
        leaseExpiresAt: null,
        ...(counts ? {} : { attempts: { decrement: 1 } }),
      },
    });
    if (freed.count === 0) return false;
    await deliver(tx, job.id, new Date(Date.now() + delayMs));
    await announce(tx, job);
    return true;
  });
}
