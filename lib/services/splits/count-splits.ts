import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";
import type { SplitCount } from "./plan-splits.ts";

/** How many images a data set has by class and split. @throws AppError `not_found` */
export async function countSplits(ctx: Ctx, datasetId: string): Promise<SplitCount[]> {
  await requireDataset(ctx, datasetId);
  return ctx.db.$queryRaw<SplitCount[]>`
    SELECT c."name" AS "className", g."split", g.count AS "count"
    FROM (
      SELECT "classId", "split", sum("count")::int AS count FROM "ImageTally"
      WHERE "datasetId" = ${datasetId} GROUP BY 1, 2 HAVING sum("count") > 0
    ) g LEFT JOIN "DatasetClass" c ON c."id" = g."classId"
    ORDER BY c."index" NULLS LAST, g."split"`;
}
