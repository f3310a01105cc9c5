import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { type Page, toPage } from "../keyset.ts";
import { readFilterModels } from "./filter-models.ts";
import { filteredImages } from "./filter-sql.ts";
import { ImageFilter, NO_FILTER } from "./image-filter.ts";
import { requireDataset } from "./require-dataset.ts";

export interface ImageSummary {
  id: string;
  fileName: string;
  split: string;
  classId: string | null;
  className: string | null;
  tags: string[];
  thumbSha256: string;
}

const { sql, empty } = Prisma;
const PAGE_SIZE = 60;
/** More than the ruler's step: images that came into a block since it was measured are shown as well. */
const MAX_BLOCK = 400;

const ListImages = z.object({
  datasetId: z.string(),
  filter: ImageFilter.default(NO_FILTER),
  after: z.string().optional(),
  before: z.string().optional(),
});

/** One page of a data set's images in the order they came, narrowed by a filter. @throws AppError `not_found` */
export async function listImages(ctx: Ctx, input: z.input<typeof ListImages>): Promise<Page<ImageSummary>> {
  const { datasetId, filter, after, before } = ListImages.parse(input);
  const range = before ? sql`AND i."id" < ${before}` : after ? sql`AND i."id" > ${after}` : empty;
  const rows = await readImages(ctx, {
    datasetId,
    filter,
    range,
    take: PAGE_SIZE + 1,
    back: Boolean(before),
  });
  return toPage(rows, PAGE_SIZE, { after, before }, (row) => row.id);
}

const ListBlock = z.object({
  datasetId: z.string(),
  filter: ImageFilter.default(NO_FILTER),
  /** The first image's id, as the ruler has it; from the beginning without. */
  from: z.string().max(64).optional(),
  /** The next block's first id; to the end without. */
  until: z.string().max(64).optional(),
});

/** The images between two marks of the ruler. @throws AppError `not_found` */
export async function listImageBlock(ctx: Ctx, input: z.input<typeof ListBlock>): Promise<ImageSummary[]> {
  const { datasetId, filter, from, until } = ListBlock.parse(input);
  const range = sql`${from ? sql`AND i."id" >= ${from}` : empty} ${until ? sql`AND i."id" < ${until}` : empty}`;
  return readImages(ctx, { datasetId, filter, range, take: MAX_BLOCK, back: false });
}

interface Reading {
  datasetId: string;
  filter: ImageFilter;
  range: Prisma.Sql;
  take: number;
  back: boolean;
}

async function readImages(ctx: Ctx, { datasetId, filter, range, take, back }: Reading) {
  requireCan(ctx, "dataset:read");
  if (filter.model) requireCan(ctx, "model:read");
  await requireDataset(ctx, datasetId);
  const models = await readFilterModels(ctx, datasetId, filter);
  const direction = back ? sql`DESC` : sql`ASC`;
  const rows = await ctx.db.$queryRaw<ImageSummary[]>`
    SELECT s.*, c."name" AS "className" FROM (
      SELECT i."id", i."fileName", i."split", i."classId", i."tags", i."thumbSha256"
      ${filteredImages(datasetId, filter, models)} ${range} ORDER BY i."id" ${direction} LIMIT ${take}
    ) s LEFT JOIN "DatasetClass" c ON c."id" = s."classId" ORDER BY s."id" ${direction}`;
  return rows;
}
