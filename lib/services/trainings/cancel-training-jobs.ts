import type { Tx } from "#lib/db/client.ts";

/** A waiting job of a training is cancelled at once; a running one is asked to stop and does so within seconds. */
export async function cancelTrainingJobs(tx: Tx, trainingId: string, now: Date): Promise<void> {
  await tx.job.updateMany({ where: { trainingId, state: "running" }, data: { cancelRequested: true } });
  await tx.job.updateMany({
    where: { trainingId, state: "queued" },
    data: { state: "cancelled", cancelRequested: true, finishedAt: now },
  });
}
