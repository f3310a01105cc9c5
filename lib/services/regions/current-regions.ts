import type { Db, Tx } from "#lib/db/client.ts";

/** The regions of an image as they are now: the last revision of each, without the removed ones, oldest first. */
export async function readCurrentRegions(db: Db | Tx, imageId: string) {
  const latest = await db.region.findMany({
    where: { imageId },
    orderBy: [{ regionKey: "asc" }, { revision: "desc" }],
    distinct: ["regionKey"],
    include: { class: { select: { name: true } } },
  });
  return latest.filter(({ removedAt }) => removedAt === null);
}
