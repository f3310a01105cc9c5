import { requireCan } from "#lib/auth/can.ts";
import type { DatasetVersion } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** A version of the workspace, by data set and number. @throws AppError `not_found`, `forbidden` */
export async function requireVersion(ctx: Ctx, datasetId: string, number: number): Promise<DatasetVersion> {
  requireCan(ctx, "dataset:read");
  const known = Number.isSafeInteger(number) && number > 0 && number < 2 ** 31;
  const version =
    known &&
    (await ctx.db.datasetVersion.findFirst({
      where: { datasetId, number, dataset: { workspaceId: ctx.workspaceId } },
    }));
  if (!version) throw new AppError("not_found", "The data set has no such version.");
  return version;
}
