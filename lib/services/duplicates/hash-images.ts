import { decodeImage } from "#lib/imaging/decode-image.ts";
import { differenceHash } from "#lib/imaging/perceptual-hash.ts";
import type { Ctx } from "../context.ts";
import { mapConcurrently } from "../datasets/map-concurrently.ts";

interface Reporting {
  signal: AbortSignal;
  progress(done: number, total?: number, message?: string): Promise<void>;
}

const BATCH = 50;
const CONCURRENCY = 4;

/** Gives every image of a data set that has none its perceptual hash, from the picture as imported. */
export async function hashImages(
  ctx: Ctx,
  datasetId: string,
  { signal, progress }: Reporting,
): Promise<void> {
  const total = await ctx.db.image.count({ where: { datasetId, perceptualHash: null } });
  for (let done = 0, after = ""; ; ) {
    const images = await ctx.db.image.findMany({
      where: { datasetId, perceptualHash: null, id: { gt: after } },
      orderBy: { id: "asc" },
      take: BATCH,
      select: { id: true, sha256: true },
    });
    if (images.length === 0) return;
    await mapConcurrently(images, CONCURRENCY, async ({ id, sha256 }) => {
      signal.throwIfAborted();
      const picture = await decodeImage(await ctx.storage.get(sha256));
      const perceptualHash = BigInt.asIntN(64, differenceHash(picture));
      await ctx.db.image.updateMany({ where: { id }, data: { perceptualHash } });
    });
    done += images.length;
    after = images[images.length - 1].id;
    await progress(done, Math.max(total, done), "pictures hashed");
  }
}
