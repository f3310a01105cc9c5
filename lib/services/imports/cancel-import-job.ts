import type { Tx } from "#lib/db/client.ts";

/** A waiting job is cancelled at once; a running one is asked to stop and does so within seconds. */
export async function cancelImportJob(tx: Tx, jobId: string | null, now: Date): Promise<void> {
  if (jobId === null) return;
  await tx.job.updateMany({ where: { id: jobId, state: "running" }, data: { cancelRequested: true } });
  await tx.job.updateMany({
    where: { id: jobId, state: "queued" },
    data: { state: "cancelled", cancelRequested: true, finishedAt: now },
  });
}
