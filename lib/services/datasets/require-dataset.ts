import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { Dataset } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** A data set of the workspace, for someone who may read it. @throws AppError `not_found`, `forbidden` */
export async function requireDataset(ctx: Ctx, datasetId: string): Promise<Dataset> {
  requireCan(ctx, "dataset:read");
  const dataset = await ctx.db.dataset.findFirst({ where: { id: datasetId, workspaceId: ctx.workspaceId } });
  if (!dataset) throw missing();
  return dataset;
}

/**
 * A data set that is about to change, for someone who may change it. Its row is locked to the end of the transaction: freezing,
 * deleting, splitting and classes take turns.
 * @throws AppError `not_found`, `forbidden`
 */
export async function lockDataset(tx: Tx, ctx: Ctx, datasetId: string): Promise<Dataset> {
  requireCan(ctx, "dataset:write");
  await tx.$queryRaw`
    SELECT 1 FROM "Dataset" WHERE "id" = ${datasetId} AND "workspaceId" = ${ctx.workspaceId} FOR NO KEY UPDATE`;
  const dataset = await tx.dataset.findFirst({ where: { id: datasetId, workspaceId: ctx.workspaceId } });
  if (!dataset) throw missing();
  return dataset;
}

const missing = () => new AppError("not_found", "There is no such data set in this workspace.");
