import type { Db, Tx } from "#lib/db/client.ts";
import { reportCompute } from "#lib/jobs/definitions/report-compute.ts";
import { deliver, enqueue } from "#lib/jobs/queue.ts";

/** Answers that arrive within this time share one computation. */
const GATHER_MS = 3000;

interface Owner {
  id: string;
  workspaceId: string;
}

/** Asks for a fresh report now, in the caller's transaction. */
export async function enqueueReport(tx: Tx, study: Owner, runAt?: Date): Promise<void> {
  const jobId = await enqueue(tx, reportCompute, { studyId: study.id }, { workspaceId: study.workspaceId });
  if (runAt) await deliver(tx, jobId, runAt);
}

/** Asks for a fresh report in a few seconds, unless one is waiting already: a burst of answers makes one report. */
export async function requestReport(db: Db, study: Owner, now: Date): Promise<void> {
  if (await isWaiting(db, study.id)) return;
  await db.$transaction((tx) => enqueueReport(tx, study, new Date(now.getTime() + GATHER_MS)));
}

async function isWaiting(db: Db, studyId: string): Promise<boolean> {
  const waiting = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Job"
    WHERE "state" = 'queued' AND "kind" = ${reportCompute.kind} AND "payload"->>'studyId' = ${studyId} LIMIT 1`;
  return waiting.length > 0;
}
