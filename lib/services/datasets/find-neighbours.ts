import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { readFilterModels } from "./filter-models.ts";
import { filteredImages } from "./filter-sql.ts";
import { ImageFilter, NO_FILTER } from "./image-filter.ts";
import { requireDataset } from "./require-dataset.ts";

export interface Neighbours {
  previous: string | null;
  next: string | null;
}

const FindNeighbours = z.object({
  datasetId: z.string(),
  imageId: z.string(),
  filter: ImageFilter.default(NO_FILTER),
});

/** The images before and after one in the grid of a filter, whether it fits the filter itself or no longer does. */
export async function findNeighbours(ctx: Ctx, input: z.input<typeof FindNeighbours>): Promise<Neighbours> {
  const { datasetId, imageId, filter } = FindNeighbours.parse(input);
  requireCan(ctx, "dataset:read");
  if (filter.model) requireCan(ctx, "model:read");
  await requireDataset(ctx, datasetId);
  const models = await readFilterModels(ctx, datasetId, filter);
  const images = filteredImages(datasetId, filter, models);
  const read = (beyond: Prisma.Sql) =>
    ctx.db.$queryRaw<{ id: string }[]>`SELECT i."id" ${images} ${beyond} LIMIT 1`;
  const [previous, next] = await Promise.all([
    read(Prisma.sql`AND i."id" < ${imageId} ORDER BY i."id" DESC`),
    read(Prisma.sql`AND i."id" > ${imageId} ORDER BY i."id"`),
  ]);
  return { previous: previous[0]?.id ?? null, next: next[0]?.id ?? null };
}
