import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError } from "#lib/errors.ts";
import { nearPairs } from "#lib/imaging/near-pairs.ts";
import { mirrorHash, NEAR_DISTANCE } from "#lib/imaging/perceptual-hash.ts";
import type { Ctx } from "../context.ts";
import { groupBy } from "../group-by.ts";
import { regroupDuplicates } from "./regroup-duplicates.ts";

interface FoundPair {
  firstId: string;
  secondId: string;
  distance: number;
}

/** More than these for each image, and the pictures are too plain for their hash to tell them apart. */
const PAIRS_AN_IMAGE = 10;
const INSERT = 5000;

/**
 * Finds the pairs of a data set that look alike, mirrored ones too, and groups them. What a person said of a pair before stands.
 * @throws AppError `invalid` when next to everything looks alike
 */
export async function compareImages(ctx: Ctx, datasetId: string, signal: AbortSignal): Promise<void> {
  const comparedAt = ctx.clock();
  const images = await ctx.db.image.findMany({
    where: { datasetId, perceptualHash: { not: null } },
    orderBy: { id: "asc" },
    select: { id: true, perceptualHash: true },
  });
  const pairs = await findPairs(
    images.map(({ id, perceptualHash }) => ({ id, hash: BigInt.asUintN(64, perceptualHash ?? 0n) })),
    signal,
  );
  await ctx.db.$transaction(
    async (tx) => {
      const present = await tx.$queryRaw`SELECT 1 FROM "Dataset" WHERE "id" = ${datasetId} FOR NO KEY UPDATE`;
      if ((present as unknown[]).length === 0) return;
      for (let at = 0; at < pairs.length; at += INSERT) {
        const part = pairs.slice(at, at + INSERT);
        // An image may have been deleted since it was read: its pairs are left out.
        await tx.$executeRaw`
          INSERT INTO "NearDuplicate" ("datasetId", "firstId", "secondId", "distance")
          SELECT ${datasetId}, p.a, p.b, p.d
          FROM unnest(${part.map((pair) => pair.firstId)}::text[], ${part.map((pair) => pair.secondId)}::text[],
            ${part.map((pair) => pair.distance)}::int[]) AS p(a, b, d)
          JOIN "Image" i ON i."id" = p.a JOIN "Image" j ON j."id" = p.b
          ON CONFLICT ("firstId", "secondId") DO NOTHING`;
      }
      await regroupDuplicates(tx, datasetId);
      await tx.dataset.update({ where: { id: datasetId }, data: { comparedAt } });
    },
    { timeout: 120_000, maxWait: 30_000 },
  );
}

/** Of images with one and the same hash only the first is compared with others; the rest are paired with it. */
async function findPairs(
  images: readonly { id: string; hash: bigint }[],
  signal: AbortSignal,
): Promise<FoundPair[]> {
  const byHash = [...groupBy(images, ({ hash }) => String(hash)).values()];
  const pairs: FoundPair[] = byHash.flatMap(([first, ...others]) =>
    others.map(({ id }) => ({ firstId: first.id, secondId: id, distance: 0 })),
  );
  const distinct = byHash.map(([first]) => first);
  const hashes = distinct.map(({ hash }) => hash);
  const most = PAIRS_AN_IMAGE * images.length;
  const pause = async () => {
    await nextTurn();
    signal.throwIfAborted();
  };
  for (const queries of [hashes, hashes.map(mirrorHash)]) {
    for await (const { first, second, distance } of nearPairs(hashes, NEAR_DISTANCE, pause, queries)) {
      pairs.push({ firstId: distinct[first].id, secondId: distinct[second].id, distance });
      if (pairs.length > most) throw tooAlike(images.length);
    }
  }
  return pairs;
}

const tooAlike = (count: number) =>
  new AppError(
    "invalid",
    `More than ${PAIRS_AN_IMAGE * count} pairs of these ${count} images look alike: such plain pictures cannot be told apart by their hash, so none are listed.`,
  );
