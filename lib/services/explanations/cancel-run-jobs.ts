import type { Tx } from "#lib/db/client.ts";

/** Waiting jobs of a run are cancelled at once; running ones are asked to stop and do so within seconds. Its judges wait for its end. */
export async function cancelRunJobs(tx: Tx, runId: string, now: Date): Promise<void> {
  await tx.job.updateMany({
    where: { runId, state: "running" },
    data: { cancelRequested: true },
  });
  await tx.job.updateMany({
    where: { runId, state: "queued" },
    data: { state: "cancelled", cancelRequested: true, finishedAt: now },
  });
  await tx.runJudge.updateMany({ where: { runId, state: "running" }, data: { state: "queued" } });
}
