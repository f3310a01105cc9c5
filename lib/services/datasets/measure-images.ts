import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { readFilterModels } from "./filter-models.ts";
import { filteredImages } from "./filter-sql.ts";
import { ImageFilter, NO_FILTER } from "./image-filter.ts";
import { requireDataset } from "./require-dataset.ts";

/** Where in the images of a filter one is: how many there are, and the id of every STEP-th, beginning with the first. */
export interface ImageRuler {
  total: number;
  step: number;
  marks: string[];
}

export const RULER_STEP = 200;

const MeasureImages = z.object({ datasetId: z.string(), filter: ImageFilter.default(NO_FILTER) });

/**
 * Measures the images a filter leaves, once, by a walk along an index: from then on any place is a keyset page between
 * two marks, however far down. Marks stay right when images come and go; only blocks get longer or shorter.
 * @throws AppError `not_found`
 */
export async function measureImages(ctx: Ctx, input: z.input<typeof MeasureImages>): Promise<ImageRuler> {
  const { datasetId, filter } = MeasureImages.parse(input);
  requireCan(ctx, "dataset:read");
  if (filter.model) requireCan(ctx, "model:read");
  await requireDataset(ctx, datasetId);
  const models = await readFilterModels(ctx, datasetId, filter);
  const [{ total, marks }] = await ctx.db.$queryRaw<{ total: number; marks: string[] }[]>`
    SELECT count(*)::int AS total, coalesce(array_agg("id") FILTER (WHERE n % ${RULER_STEP}::int = 1), '{}') AS marks
    FROM (SELECT i."id", row_number() OVER (ORDER BY i."id") AS n ${filteredImages(datasetId, filter, models)}) numbered`;
  // Sorted here: an ordered aggregate would sort every image for the sake of every 200th.
  return { total, marks: marks.sort(), step: RULER_STEP };
}
