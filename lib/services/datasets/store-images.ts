import type { Tx } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import type { Actor, Ctx } from "../context.ts";
import { type KeptFile, keepFiles } from "../files/keep-files.ts";
import { toRegionRow } from "../regions/region-row.ts";
import type { PreparedImage } from "./prepare-image.ts";

/** A prepared image with its place in the import: ids follow it, so images keep the order of the source. */
export interface PlacedImage extends PreparedImage {
  /** Grows along the source. */
  id: string;
  /** Milliseconds for the ids of its regions: those of its own. */
  idTimeMs: number;
}

/**
 * Stores the images with blobs, rows, regions and counter: each image wholly or not at all, whatever fails.
 * Returns how many were new; one that another import has just brought in is left as it is.
 */
export async function storeImages(
  ctx: Ctx,
  datasetId: string,
  classIds: ReadonlyMap<string, string>,
  images: readonly PlacedImage[],
): Promise<number> {
  // In the order of their content: two imports at once that bring the same pictures wait for each other and never in a circle.
  const stored = (await Promise.all(images.map((image) => storeBlobs(ctx, image)))).sort((a, b) =>
    bySha256(a.row, b.row),
  );
  return ctx.db.$transaction(
    async (tx) => {
      await keepFiles(
        tx,
        ctx.storage,
        stored.flatMap(({ files }) => files),
      );
      const created = await tx.image.createManyAndReturn({
        data: stored.map(({ image, row }) => ({ ...row, datasetId, classId: classOf(image, classIds) })),
        skipDuplicates: true,
        select: { id: true },
      });
      const ids = new Set(created.map(({ id }) => id));
      const fresh = stored.filter(({ row }) => ids.has(row.id));
      await tx.region.createMany({
        data: fresh.flatMap(({ image, row }) => regionRows(image, row.id, classIds, ctx.actor)),
      });
      await countImages(tx, datasetId, fresh.length);
      return fresh.length;
    },
    { timeout: 60_000, maxWait: 30_000 },
  );
}

const bySha256 = (a: { sha256: string }, b: { sha256: string }) => (a.sha256 < b.sha256 ? -1 : 1);

async function storeBlobs(ctx: Ctx, image: PlacedImage) {
  const { display, thumb } = image.browser;
  const [original, displaySha256, thumbSha256] = await Promise.all(
    [image.bytes, display, thumb].map((bytes) => ctx.storage.put(bytes)),
  );
  const files: KeptFile[] = [
    { sha256: original, bytes: image.bytes, mediaType: `image/${image.type}` },
    { sha256: displaySha256, bytes: display, mediaType: "image/webp" },
    { sha256: thumbSha256, bytes: thumb, mediaType: "image/webp" },
  ];
  const { file, split, attributes } = image.record;
  const row = {
    id: image.id,
    fileName: file,
    split,
    width: image.width,
    height: image.height,
    sha256: original,
    displaySha256,
    thumbSha256,
    perceptualHash: BigInt.asIntN(64, image.perceptualHash),
    attributes,
    regionState: image.record.regions.length > 0 ? ("drawn" as const) : ("none" as const),
  };
  return { image, files, row };
}

function classOf({ record }: PlacedImage, classIds: ReadonlyMap<string, string>): string | null {
  return record.className === null ? null : (classIds.get(record.className) ?? null);
}

function regionRows(
  image: PlacedImage,
  imageId: string,
  classIds: ReadonlyMap<string, string>,
  actor: Actor,
): Prisma.RegionCreateManyInput[] {
  return image.record.regions.map((region, index) => {
    const { class: className } = region;
    return {
      ...toRegionRow(region),
      // Ids keep the order in which the source draws them.
      id: newId(image.idTimeMs + index),
      imageId,
      regionKey: newId(image.idTimeMs + index),
      classId: className === undefined ? classOf(image, classIds) : (classIds.get(className) ?? null),
      createdBy: actor.kind === "user" ? `user:${actor.userId}` : "import",
    };
  });
}

async function countImages(tx: Tx, datasetId: string, added: number): Promise<void> {
  await tx.dataset.update({ where: { id: datasetId }, data: { imageCount: { increment: added } } });
}
