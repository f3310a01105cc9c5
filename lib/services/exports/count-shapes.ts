import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { ShapeKey } from "#lib/formats/writers/define-writer.ts";
import type { Ctx } from "../context.ts";

export interface ShapeCounts {
  counts: Partial<Record<ShapeKey, number>>;
  /** More are there than were looked at. */
  isPart: boolean;
}

/** Regions looked at: enough to say what a format will do, at any size of a data set. */
const MOST = 100_000;

/**
 * How many regions of each kind a data set, or a version of it, has; of the first hundred thousand where there are more.
 * @throws AppError `not_found`
 */
export async function countShapes(ctx: Ctx, datasetId: string, version?: number): Promise<ShapeCounts> {
  requireCan(ctx, "dataset:export");
  const dataset = await ctx.db.dataset.findFirst({
    where: { id: datasetId, workspaceId: ctx.workspaceId },
    select: { versions: { where: { number: version ?? 0 }, select: { id: true } } },
  });
  if (!dataset || (version !== undefined && dataset.versions.length === 0)) {
    throw new AppError("not_found", "There is no such data set or version in this workspace.");
  }
  const rows =
    version === undefined
      ? await ctx.db.$queryRaw<Row[]>`
          SELECT replace("kind"::text, '_', '-') AS "kind", "rings", "adds", count(*)::int AS "count" FROM (
            SELECT r."kind", COALESCE(jsonb_array_length(r."geometry"->'parts') > 1, false) AS "rings",
              COALESCE((r."geometry"->>'union')::boolean, false) AS "adds"
            FROM "Image" i JOIN "Region" r ON r."imageId" = i."id"
            WHERE i."datasetId" = ${datasetId} AND r."removedAt" IS NULL AND NOT EXISTS (
              SELECT 1 FROM "Region" later WHERE later."regionKey" = r."regionKey" AND later."revision" > r."revision")
            LIMIT ${MOST}) found
          GROUP BY 1, 2, 3`
      : await ctx.db.$queryRaw<Row[]>`
          SELECT replace("kind", '_', '-') AS "kind", "rings", "adds", count(*)::int AS "count" FROM (
            SELECT r->>'kind' AS "kind", COALESCE(jsonb_array_length(r->'geometry'->'parts') > 1, false) AS "rings",
              COALESCE((r->'geometry'->>'union')::boolean, false) AS "adds"
            FROM "VersionImage" v, jsonb_array_elements(v."regions") r
            WHERE v."versionId" = ${dataset.versions[0].id}
            LIMIT ${MOST}) found
          GROUP BY 1, 2, 3`;
  const counts: ShapeCounts["counts"] = {};
  for (const row of rows) {
    const key = keyOf(row);
    counts[key] = (counts[key] ?? 0) + row.count;
  }
  return { counts, isPart: rows.reduce((sum, { count }) => sum + count, 0) >= MOST };
}

interface Row {
  kind: string;
  rings: boolean;
  adds: boolean;
  count: number;
}

function keyOf({ kind, rings, adds }: Row): ShapeKey {
  if (kind !== "polygon" || !rings) return kind as ShapeKey;
  return adds ? "polygon-union" : "polygon-holes";
}
