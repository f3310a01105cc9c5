import type { Tx } from "#lib/db/client.ts";
import { studyPrepare } from "#lib/jobs/definitions/study-prepare.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { beginJudging } from "../metrics/begin-judging.ts";

/**
 * Marks the run succeeded when every map is made and scored, and sets off the studies and the judges that wait for it.
 * Belongs in the transaction that moved the counters, with the run's row locked: then exactly one shard is the last.
 */
export async function finishRunIfComplete(tx: Tx, runId: string, now: Date): Promise<boolean> {
  const run = await tx.run.findUniqueOrThrow({
    where: { id: runId },
    select: { id: true, state: true, mapCount: true, mapsScored: true, workspaceId: true },
  });
  if (run.state !== "running" || run.mapsScored < run.mapCount) return false;
  await tx.run.update({ where: { id: runId }, data: { state: "succeeded", finishedAt: now, error: null } });
  const studies = await tx.study.findMany({ where: { runId, state: "preparing" }, select: { id: true } });
  for (const study of studies) {
    await enqueue(tx, studyPrepare, { studyId: study.id }, { workspaceId: run.workspaceId });
  }
  const judges = await tx.runJudge.findMany({
    where: { runId, state: { not: "cancelled" } },
    orderBy: { createdAt: "asc" },
    select: { modelId: true },
  });
  for (const { modelId } of judges) await beginJudging(tx, run, modelId, now);
  return true;
}
