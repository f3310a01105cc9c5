import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

export interface DatasetDetail {
  id: string;
  name: string;
  description: string;
  imageCount: number;
  classes: { id: string; index: number; name: string }[];
  splits: string[];
  versions: { id: string; number: number; hash: string; imageCount: number; frozenAt: Date }[];
}

/** A data set with what its images can be narrowed by. @throws AppError `not_found` */
export async function getDataset(ctx: Ctx, datasetId: string): Promise<DatasetDetail> {
  requireCan(ctx, "dataset:read");
  const dataset = await ctx.db.dataset.findFirst({
    where: { id: datasetId, workspaceId: ctx.workspaceId },
    include: {
      classes: { orderBy: { index: "asc" }, select: { id: true, index: true, name: true } },
      versions: {
        orderBy: { number: "desc" },
        select: { id: true, number: true, hash: true, imageCount: true, frozenAt: true },
      },
    },
  });
  if (!dataset) throw new AppError("not_found", "There is no such data set in this workspace.");
  const { id, name, description, imageCount, classes, versions } = dataset;
  return { id, name, description, imageCount, classes, versions, splits: await listSplits(ctx, id) };
}

/** Walks the (datasetId, split, id) index from one split to the next: as many steps as splits, whatever the size. */
async function listSplits(ctx: Ctx, datasetId: string): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ split: string }[]>`
    WITH RECURSIVE steps AS (
      (SELECT "split" FROM "Image" WHERE "datasetId" = ${datasetId} ORDER BY "split" LIMIT 1)
      UNION ALL
      SELECT (SELECT i."split" FROM "Image" i WHERE i."datasetId" = ${datasetId} AND i."split" > steps."split"
              ORDER BY i."split" LIMIT 1)
      FROM steps WHERE steps."split" IS NOT NULL
    )
    SELECT "split" FROM steps WHERE "split" IS NOT NULL`;
  return rows.map((row) => row.split);
}
