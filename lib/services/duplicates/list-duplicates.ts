import { z } from "zod";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";
import { groupBy } from "../group-by.ts";
import { type Page, toPage } from "../keyset.ts";
import { findComparison } from "./comparison.ts";

/** Which groups: all, those that reach across splits, or those whose images have different classes. */
export const CONCERNS = ["all", "splits", "classes"] as const;

const ListDuplicates = z.object({
  datasetId: z.string(),
  concern: z.enum(CONCERNS).default("all"),
  after: z.string().optional(),
  before: z.string().optional(),
});

export interface DuplicateImage {
  id: string;
  fileName: string;
  thumbSha256: string;
  className: string | null;
  split: string;
  width: number;
  height: number;
  byteSize: number;
  /** A frozen version holds it: it cannot be deleted. */
  frozen: boolean;
}

export interface DuplicateGroup {
  id: string;
  splits: string[];
  classes: (string | null)[];
  /** Bits in which the hashes of its nearest and farthest pairs differ. */
  distance: [least: number, most: number];
  /** The first ones; `imageCount` says how many there are. */
  images: DuplicateImage[];
  imageCount: number;
}

export interface DuplicateList extends Page<DuplicateGroup> {
  /** Groups in all, across splits, with different classes. */
  counts: Record<(typeof CONCERNS)[number], number>;
  /** Null before the first search. */
  comparedAt: Date | null;
  /** Images came after the last search. */
  isStale: boolean;
  comparison: Awaited<ReturnType<typeof findComparison>>;
}

const PAGE_SIZE = 20;
const IMAGES_SHOWN = 12;

const CONDITION = {
  all: Prisma.sql`TRUE`,
  splits: Prisma.sql`count(DISTINCT "split") > 1`,
  classes: Prisma.sql`count(DISTINCT coalesce("classId", '')) > 1`,
};

/** Groups of images that look alike, by age. @throws AppError `not_found` */
export async function listDuplicates(
  ctx: Ctx,
  input: z.input<typeof ListDuplicates>,
): Promise<DuplicateList> {
  const { datasetId, concern, after, before } = ListDuplicates.parse(input);
  const { comparedAt } = await requireDataset(ctx, datasetId);
  const beyond = before
    ? Prisma.sql`AND "duplicateGroup" < ${before}`
    : after
      ? Prisma.sql`AND "duplicateGroup" > ${after}`
      : Prisma.empty;
  const [groups, [counts], comparison, late] = await Promise.all([
    ctx.db.$queryRaw<{ id: string; imageCount: number }[]>`
      SELECT "duplicateGroup" AS "id", count(*)::int AS "imageCount" FROM "Image"
      WHERE "datasetId" = ${datasetId} AND "duplicateGroup" IS NOT NULL ${beyond}
      GROUP BY 1 HAVING count(*) > 1 AND ${CONDITION[concern]}
      ORDER BY 1 ${before ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${PAGE_SIZE + 1}`,
    ctx.db.$queryRaw<DuplicateList["counts"][]>`
      SELECT count(*)::int AS "all", (count(*) FILTER (WHERE splits))::int AS "splits",
        (count(*) FILTER (WHERE classes))::int AS "classes"
      FROM (
        SELECT ${CONDITION.splits} AS splits, ${CONDITION.classes} AS classes FROM "Image"
        WHERE "datasetId" = ${datasetId} AND "duplicateGroup" IS NOT NULL
        GROUP BY "duplicateGroup" HAVING count(*) > 1
      ) g`,
    findComparison(ctx.db, ctx, datasetId),
    comparedAt &&
      ctx.db.image.findFirst({ where: { datasetId, createdAt: { gt: comparedAt } }, select: { id: true } }),
  ]);
  const page = toPage(groups, PAGE_SIZE, { after, before }, ({ id }) => id);
  const rows = await readGroups(ctx, datasetId, page.rows);
  return { ...page, rows, counts, comparedAt, isStale: Boolean(late), comparison };
}

async function readGroups(
  ctx: Ctx,
  datasetId: string,
  groups: readonly { id: string; imageCount: number }[],
): Promise<DuplicateGroup[]> {
  const ids = groups.map(({ id }) => id);
  const images = await ctx.db.$queryRaw<(DuplicateImage & { group: string })[]>`
    SELECT i."duplicateGroup" AS "group", i."id", i."fileName", i."thumbSha256", c."name" AS "className", i."split",
      i."width", i."height", coalesce(b."byteSize", 0) AS "byteSize",
      EXISTS (SELECT 1 FROM "VersionImage" m WHERE m."imageId" = i."id") AS "frozen"
    FROM "Image" i LEFT JOIN "DatasetClass" c ON c."id" = i."classId" LEFT JOIN "Blob" b ON b."sha256" = i."sha256"
    WHERE i."datasetId" = ${datasetId} AND i."duplicateGroup" = ANY(${ids}) ORDER BY i."id"`;
  const distances = await ctx.db.$queryRaw<{ id: string; least: number; most: number }[]>`
    SELECT i."duplicateGroup" AS "id", min(n."distance")::int AS "least", max(n."distance")::int AS "most"
    FROM "NearDuplicate" n JOIN "Image" i ON i."id" = n."firstId"
    WHERE i."datasetId" = ${datasetId} AND i."duplicateGroup" = ANY(${ids}) AND n."dismissedBy" IS NULL GROUP BY 1`;
  const byGroup = groupBy(images, ({ group }) => group);
  return groups.map(({ id, imageCount }) => {
    const members = (byGroup.get(id) ?? []).map(({ group: _, ...image }) => image);
    const range = distances.find((row) => row.id === id);
    return {
      id,
      imageCount,
      splits: [...new Set(members.map(({ split }) => split))].sort(),
      classes: [...new Set(members.map(({ className }) => className))],
      distance: [range?.least ?? 0, range?.most ?? 0],
      images: members.slice(0, IMAGES_SHOWN),
    };
  });
}
