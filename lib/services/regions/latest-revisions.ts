import type { Tx } from "#lib/db/client.ts";
import type { Region } from "#lib/db/generated/client.ts";

/**
 * The last revision of every region of an image, removed ones among them. Only these are read, however long their
 * history is.
 */
export async function latestRevisions(tx: Tx, imageId: string): Promise<Region[]> {
  const latest = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON ("regionKey") "id" FROM "Region"
    WHERE "imageId" = ${imageId} ORDER BY "regionKey", "revision" DESC`;
  return tx.region.findMany({
    where: { id: { in: latest.map(({ id }) => id) } },
    orderBy: { regionKey: "asc" },
  });
}
