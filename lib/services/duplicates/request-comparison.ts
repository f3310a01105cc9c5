import { duplicatesFind } from "#lib/jobs/definitions/duplicates-find.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { lockDataset } from "../datasets/require-dataset.ts";
import { findComparison } from "./comparison.ts";

/** Asks a worker to look for near duplicates; one that is being done is not begun again. Returns the job's id. */
export async function requestComparison(ctx: Ctx, { datasetId }: { datasetId: string }): Promise<string> {
  return ctx.db.$transaction(async (tx) => {
    await lockDataset(tx, ctx, datasetId);
    const latest = await findComparison(tx, ctx, datasetId);
    if (latest && (latest.state === "queued" || latest.state === "running")) return latest.id;
    const jobId = await enqueue(tx, duplicatesFind, { datasetId }, { workspaceId: ctx.workspaceId });
    await audit(tx, ctx, "duplicates.find", `dataset:${datasetId}`, { jobId });
    return jobId;
  });
}
