import type { Db, Tx } from "#lib/db/client.ts";

/**
 * The regions of an image as they are now, oldest first: the last revision of each, unless that removed it. Only these
 * are read, however long their history is.
 */
export async function readCurrentRegions(db: Db | Tx, imageId: string) {
  const current = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM (
      SELECT DISTINCT ON ("regionKey") "id", "removedAt" FROM "Region"
      WHERE "imageId" = ${imageId} ORDER BY "regionKey", "revision" DESC
    ) latest WHERE "removedAt" IS NULL`;
  return db.region.findMany({
    where: { id: { in: current.map(({ id }) => id) } },
    orderBy: { regionKey: "asc" },
    include: { class: { select: { name: true } } },
  });
}
