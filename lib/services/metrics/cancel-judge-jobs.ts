import type { Tx } from "#lib/db/client.ts";
import { judgeArm } from "#lib/jobs/definitions/judge-arm.ts";

/** Waiting jobs of a judge are cancelled at once; running ones are asked to stop and do so within seconds. */
export async function cancelJudgeJobs(
  tx: Tx,
  { runId, modelId }: { runId: string; modelId: string },
  now: Date,
): Promise<void> {
  const own = { runId, kind: judgeArm.kind, payload: { path: ["modelId"], equals: modelId } };
  await tx.job.updateMany({ where: { ...own, state: "running" }, data: { cancelRequested: true } });
  await tx.job.updateMany({
    where: { ...own, state: "queued" },
    data: { state: "cancelled", cancelRequested: true, finishedAt: now },
  });
}
