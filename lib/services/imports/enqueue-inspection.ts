import type { Tx } from "#lib/db/client.ts";
import type { DatasetImport } from "#lib/db/generated/client.ts";
import { datasetInspect } from "#lib/jobs/definitions/dataset-import.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Ctx } from "../context.ts";

/** Has a worker look at an import as it is now. */
export async function enqueueInspection(
  tx: Tx,
  { workspaceId }: Ctx,
  { id, revision }: Pick<DatasetImport, "id" | "revision">,
): Promise<void> {
  const jobId = await enqueue(tx, datasetInspect, { importId: id, revision }, { workspaceId });
  await tx.datasetImport.update({ where: { id }, data: { jobId } });
}
