import { newId } from "#lib/db/id.ts";
import { nearPairs } from "#lib/imaging/near-pairs.ts";
import { mirrorHash, NEAR_DISTANCE } from "#lib/imaging/perceptual-hash.ts";
import type { Ctx } from "#lib/services/context.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";
import { compareImages } from "#lib/services/duplicates/compare-images.ts";
import { listDuplicates } from "#lib/services/duplicates/list-duplicates.ts";
import { assignImageSplits } from "#lib/services/splits/assign-splits.ts";
import { previewSplits, type SplitPreview } from "#lib/services/splits/plan-splits.ts";
import { diffVersions } from "#lib/services/versions/diff-versions.ts";
import { listChanges } from "#lib/services/versions/list-changes.ts";
import { verifyVersion } from "#lib/services/versions/verify-version.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { createTestDatabase } from "#test/support/database.ts";
import { startTestServer } from "#test/support/database-server.ts";
import { type Benchmark, time } from "./bench.ts";

const IMAGES = 100_000;
const CLASSES = 100;
/** One image in so many has a near copy. */
const COPIED = 50;

function drawHashes(): bigint[] {
  const random = createRandom("hashes");
  const hashes: bigint[] = [];
  while (hashes.length < IMAGES) {
    let hash = 0n;
    for (let word = 0; word < 4; word++) hash = (hash << 16n) | BigInt(random.integer(2 ** 16));
    const isCopy = hashes.length > 0 && random.integer(COPIED) === 0;
    hashes.push(isCopy ? hashes[random.integer(hashes.length)] ^ (1n << BigInt(random.integer(64))) : hash);
  }
  return hashes;
}

/** Images with a class, a hash and a box each, straight into the database. */
async function fill(ctx: Ctx, hashes: readonly bigint[]): Promise<string> {
  const datasetId = newId();
  await ctx.db.dataset.create({
    data: { id: datasetId, workspaceId: ctx.workspaceId, name: "Large", imageCount: IMAGES },
  });
  await ctx.db.datasetClass.createMany({
    data: Array.from({ length: CLASSES }, (_, index) => ({
      id: `c${index}`,
      datasetId,
      index,
      name: `class ${index}`,
    })),
  });
  await ctx.db.$executeRaw`
    INSERT INTO "Image" ("id", "datasetId", "classId", "fileName", "split", "width", "height", "sha256", "displaySha256",
      "thumbSha256", "perceptualHash")
    SELECT 'i' || lpad(h.n::text, 8, '0'), ${datasetId}, 'c' || (h.n % ${CLASSES}), 'series' || (h.n / 20) || '/' || h.n || '.png',
      'train', 64, 64, lpad(h.n::text, 64, '0'), 'd' || h.n, 't' || h.n, h.hash::bigint
    FROM unnest(${hashes.map((hash) => String(BigInt.asIntN(64, hash)))}::text[]) WITH ORDINALITY AS h(hash, n)`;
  await ctx.db.$executeRaw`
    INSERT INTO "Region" ("id", "imageId", "regionKey", "classId", "kind", "geometry", "createdBy")
    SELECT 'r' || i."id", i."id", 'k' || i."id", i."classId", 'box', '{"x":1,"y":2,"width":30,"height":20}', 'bench'
    FROM "Image" i WHERE i."datasetId" = ${datasetId}`;
  await ctx.db.$executeRaw`ANALYZE`;
  return datasetId;
}

async function countPairs(hashes: readonly bigint[], queries: readonly bigint[]): Promise<number> {
  let count = 0;
  for await (const _ of nearPairs(hashes, NEAR_DISTANCE, undefined, queries)) count++;
  return count;
}

const seconds = (name: string, ms: number, target?: string) => ({
  name,
  value: ms / 1000,
  unit: "s",
  target,
});

export default {
  name: "curation",
  about: `Versions, splits and near duplicates of a data set of ${IMAGES} images with a region each; each once.`,
  async run() {
    const stop = await startTestServer();
    const database = await createTestDatabase();
    const { signal } = new AbortController();
    try {
      const ctx = await database.ctx("owner");
      const hashes = drawHashes();
      const mirrored = hashes.map(mirrorHash);
      let pairs = 0;
      const pairing = await time(async () => {
        pairs = await countPairs(hashes, hashes);
        pairs += await countPairs(hashes, mirrored);
      });
      const datasetId = await fill(ctx, hashes);
      const comparing = await time(() => compareImages(ctx, datasetId, signal));
      const listing = await time(() => listDuplicates(ctx, { datasetId }));
      const freezing = await time(() => freezeVersion(ctx, { datasetId }));
      const verifying = await time(() => verifyVersion(ctx, { datasetId, number: 1 }));
      const wish = {
        datasetId,
        shares: { train: 70, validation: 15, test: 15 },
        groupBy: "file",
        groupKey: "{group}/*",
      } as const;
      let preview: SplitPreview | undefined;
      const planning = await time(async () => {
        preview = await previewSplits(ctx, wish);
      });
      const assigning = await time(() => assignImageSplits(ctx, wish, { digest: preview?.digest ?? "" }));
      const toNow = await time(() => diffVersions(ctx, { datasetId, from: 1, to: "now" }));
      await freezeVersion(ctx, { datasetId });
      const between = await time(() => diffVersions(ctx, { datasetId, from: 1, to: 2 }));
      const page = await time(() => listChanges(ctx, { datasetId, from: 1, to: 2, change: "split" }));
      return [
        seconds("near pairs of all hashes, mirrored ones too", pairing, "< 10"),
        { name: "pairs found", value: pairs, unit: "pairs" },
        seconds("near duplicates found, grouped and stored", comparing, "< 20"),
        seconds("first page of duplicates", listing, "< 0.5"),
        seconds("freezing a version", freezing),
        seconds("verifying its hash", verifying),
        seconds("preview of grouped splits", planning, "< 5"),
        seconds("assigning them", assigning),
        seconds("difference to now", toNow, "< 5"),
        seconds("difference of two versions", between, "< 2"),
        seconds("a page of what changed", page, "< 1"),
      ];
    } finally {
      await database.close();
      await stop();
    }
  },
} satisfies Benchmark;
