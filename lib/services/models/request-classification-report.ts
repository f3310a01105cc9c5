import type { Tx } from "#lib/db/client.ts";
import { classificationReportJob } from "#lib/jobs/definitions/classification-report.ts";
import { enqueue } from "#lib/jobs/queue.ts";

export interface ReportSubject {
  modelId: string;
  versionId: string;
}

/**
 * Asks, in the caller's transaction, for the reports of models that have answered a version; those that have one on each of
 * its splits, or one under way, are passed over. A model fresh from training has answered the split it was chosen by alone.
 */
export async function requestClassificationReports(
  tx: Tx,
  workspaceId: string,
  { versionId, modelIds }: { versionId: string; modelIds: readonly string[] },
): Promise<void> {
  const covered = await tx.$queryRaw<{ modelId: string }[]>`
    SELECT "modelId" FROM "ClassificationReport" WHERE "versionId" = ${versionId}
    GROUP BY "modelId"
    HAVING count(*) >= (SELECT count(DISTINCT "split") FROM "VersionImage" WHERE "versionId" = ${versionId})
    UNION
    SELECT "payload"->>'modelId' FROM "Job"
    WHERE "kind" = ${classificationReportJob.kind} AND "state" IN ('queued', 'running')
      AND "payload"->>'versionId' = ${versionId}`;
  const known = new Set(covered.map((row) => row.modelId));
  for (const modelId of modelIds) {
    if (known.has(modelId)) continue;
    await enqueue(tx, classificationReportJob, { modelId, versionId }, { workspaceId });
  }
}
