import type { Db, Tx } from "#lib/db/client.ts";
import type { Job } from "#lib/db/generated/client.ts";
import { duplicatesFind } from "#lib/jobs/definitions/duplicates-find.ts";
import type { Ctx } from "../context.ts";

/** The newest search for near duplicates of a data set, if there ever was one. */
export async function findComparison(
  db: Db | Tx,
  ctx: Ctx,
  datasetId: string,
): Promise<Pick<Job, "id" | "state" | "done" | "total" | "error"> | null> {
  return db.job.findFirst({
    where: {
      workspaceId: ctx.workspaceId,
      kind: duplicatesFind.kind,
      payload: { path: ["datasetId"], equals: datasetId },
    },
    orderBy: { id: "desc" },
    select: { id: true, state: true, done: true, total: true, error: true },
  });
}
