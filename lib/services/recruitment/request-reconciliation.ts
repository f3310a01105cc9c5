import type { Db } from "#lib/db/client.ts";
import { recruitsReconcile } from "#lib/jobs/definitions/recruits-reconcile.ts";
import { deliver, enqueue } from "#lib/jobs/queue.ts";
import type { Recruitment } from "#lib/study/recruitment/recruitment.ts";
import type { ParticipantCtx } from "../participation/participant-ctx.ts";

/** Prolific asks for no more, and a place that came free may wait so long. */
const INTERVAL_MS = 10 * 60_000;
/** After so many doublings of the interval it stays: 160 minutes. */
const MAX_DOUBLINGS = 4;

/** Sees to it that the platform is asked in ten minutes, unless it will be anyway or there is nothing to ask with. */
export async function requestReconciliation(
  { db, clock, crowd }: ParticipantCtx,
  studyId: string,
  { platform }: Recruitment,
): Promise<void> {
  if (platform !== "prolific" || !crowd?.prolific.token) return;
  const study = await db.study.findUniqueOrThrow({ where: { id: studyId }, select: { workspaceId: true } });
  await planReconciliation(db, { studyId, ...study, failures: 0, now: clock() });
}

/** The next round, later the more often the platform could not be asked; none where one is waiting. */
export async function planReconciliation(
  db: Db,
  next: { studyId: string; workspaceId: string; failures: number; now: Date },
): Promise<void> {
  const { studyId, workspaceId, failures, now } = next;
  if (await isWaiting(db, studyId)) return;
  await db.$transaction(async (tx) => {
    const jobId = await enqueue(tx, recruitsReconcile, { studyId, failures }, { workspaceId });
    await deliver(tx, jobId, new Date(now.getTime() + reconciliationDelayMs(failures)));
  });
}

/** 10 minutes, doubled with each failure in a row, at most 160. */
export function reconciliationDelayMs(failures: number): number {
  return INTERVAL_MS * 2 ** Math.min(failures, MAX_DOUBLINGS);
}

async function isWaiting(db: Db, studyId: string): Promise<boolean> {
  const waiting = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Job"
    WHERE "state" = 'queued' AND "kind" = ${recruitsReconcile.kind} AND "payload"->>'studyId' = ${studyId} LIMIT 1`;
  return waiting.length > 0;
}
