import { Prisma } from "#lib/db/generated/client.ts";

/** The rows (imageId, className, split, regionsDigest) of a frozen version. */
export function frozenContents(versionId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT "imageId", "className", "split", "regionsDigest" FROM "VersionImage" WHERE "versionId" = ${versionId}`;
}

/**
 * The same rows of a data set as it is now: what a version frozen this moment would hold. Digests take most of the time; without
 * `regions` they are left empty.
 */
export function currentContents(datasetId: string, { regions }: { regions: boolean }): Prisma.Sql {
  if (!regions) {
    return Prisma.sql`
      SELECT i."id" AS "imageId", c."name" AS "className", i."split", '' AS "regionsDigest"
      FROM "Image" i LEFT JOIN "DatasetClass" c ON c."id" = i."classId" WHERE i."datasetId" = ${datasetId}`;
  }
  return Prisma.sql`
    SELECT i."id" AS "imageId", c."name" AS "className", i."split",
      frozen_regions_digest(coalesce(r.regions, '[]')) AS "regionsDigest"
    FROM "Image" i
    LEFT JOIN "DatasetClass" c ON c."id" = i."classId"
    LEFT JOIN (
      SELECT newest."imageId", jsonb_agg(jsonb_build_object(
        'kind', replace(newest."kind"::text, '-', '_'), 'geometry', newest."geometry", 'className', o."name",
        'attributes', newest."attributes")) AS regions
      FROM (
        SELECT DISTINCT ON (g."regionKey") g.* FROM "Region" g JOIN "Image" p ON p."id" = g."imageId"
        WHERE p."datasetId" = ${datasetId} ORDER BY g."regionKey", g."revision" DESC
      ) newest
      LEFT JOIN "DatasetClass" o ON o."id" = newest."classId"
      WHERE newest."removedAt" IS NULL GROUP BY newest."imageId"
    ) r ON r."imageId" = i."id"
    WHERE i."datasetId" = ${datasetId}`;
}
