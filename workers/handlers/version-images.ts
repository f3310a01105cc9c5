import type { Db } from "#lib/db/client.ts";

/** One image of a frozen version, as shards need it. */
export interface VersionItem {
  imageId: string;
  className: string | null;
  split: string;
  sha256: string;
  /** Image size in pixels: the space its regions are in. */
  width: number;
  height: number;
  /** The regions as they were when frozen. */
  regions: unknown;
}

/** The images of a version in its order; only those asked for when `imageIds` is given, in that order. */
export async function versionImages(
  db: Db,
  versionId: string,
  imageIds?: readonly string[],
): Promise<VersionItem[]> {
  const rows = await db.versionImage.findMany({
    where: { versionId, ...(imageIds ? { imageId: { in: [...imageIds] } } : {}) },
    orderBy: { position: "asc" },
    include: { image: { select: { sha256: true, width: true, height: true } } },
  });
  const items = rows.map(({ image, imageId, className, split, regions }) => ({
    imageId,
    className,
    split,
    regions,
    ...image,
  }));
  if (!imageIds) return items;
  const byId = new Map(items.map((item) => [item.imageId, item]));
  return imageIds.flatMap((id) => byId.get(id) ?? []);
}
