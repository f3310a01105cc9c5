import type { Tx } from "#lib/db/client.ts";
import { judgeArm } from "#lib/jobs/definitions/judge-arm.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { judgedMetricIds } from "#lib/metrics/asks-model.ts";
import { cancelJudgeJobs } from "./cancel-judge-jobs.ts";

interface ArmShare {
  armId: string;
  maps: number;
  judged: number;
}

/**
 * Sets a judge to work on what it has not judged of a finished run: a job an arm. Arms that explain the judge itself are left out,
 * for their own scores are the judge's. Belongs in a transaction that holds the run's row.
 */
export async function beginJudging(
  tx: Tx,
  run: { id: string; workspaceId: string },
  modelId: string,
  now: Date,
): Promise<void> {
  const arms = await tx.$queryRaw<ArmShare[]>`
    SELECT a."id" AS "armId", count(*)::int AS "maps",
           count(*) FILTER (WHERE EXISTS (
             SELECT 1 FROM "MetricValue" v
             WHERE v."mapId" = m."id" AND v."judgeId" = ${modelId} AND v."metricId" = ANY(${judgedMetricIds()})
           ))::int AS "judged"
    FROM "RunArm" a JOIN "SaliencyMap" m ON m."armId" = a."id"
    WHERE a."runId" = ${run.id} AND a."targetRule" <> 'every' AND NOT (a."explainsModel" AND a."modelId" = ${modelId})
    GROUP BY a."id" ORDER BY a."position"`;
  const mapCount = arms.reduce((sum, arm) => sum + arm.maps, 0);
  const mapsJudged = arms.reduce((sum, arm) => sum + arm.judged, 0);
  const isDone = mapsJudged === mapCount;
  // Those of an earlier attempt that have not noticed yet that they were stopped.
  await cancelJudgeJobs(tx, { runId: run.id, modelId }, now);
  await tx.runJudge.update({
    where: { runId_modelId: { runId: run.id, modelId } },
    data: {
      mapCount,
      mapsJudged,
      error: null,
      state: isDone ? "succeeded" : "running",
      finishedAt: isDone ? now : null,
    },
  });
  for (const { armId, maps, judged } of arms) {
    if (judged === maps) continue;
    const options = { workspaceId: run.workspaceId, runId: run.id, total: maps - judged };
    await enqueue(tx, judgeArm, { runId: run.id, armId, modelId }, options);
  }
}
