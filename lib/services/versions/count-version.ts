import { z } from "zod";
import type { Db, Tx } from "#lib/db/client.ts";

/** How many images a version has by class and split, and how many regions by kind. Class null: images without one. */
export const VersionCounts = z.object({
  images: z.array(z.object({ className: z.string().nullable(), split: z.string(), count: z.int() })),
  regions: z.array(z.object({ kind: z.string(), count: z.int() })),
});
export type VersionCounts = z.infer<typeof VersionCounts>;

/** Counts a version and keeps the counts with it: a version never changes. */
export async function countVersion(db: Db | Tx, versionId: string): Promise<VersionCounts> {
  const images = await db.$queryRaw<VersionCounts["images"]>`
    SELECT "className", "split", count(*)::int AS "count" FROM "VersionImage" WHERE "versionId" = ${versionId}
    GROUP BY 1, 2 ORDER BY 1 NULLS LAST, 2`;
  const regions = await db.$queryRaw<VersionCounts["regions"]>`
    SELECT replace(r ->> 'kind', '_', '-') AS "kind", count(*)::int AS "count"
    FROM "VersionImage" m, jsonb_array_elements(m."regions") r WHERE m."versionId" = ${versionId}
    GROUP BY 1 ORDER BY 1`;
  const counts = { images, regions };
  await db.datasetVersion.update({ where: { id: versionId }, data: { counts } });
  return counts;
}
