import type { Db, Tx } from "#lib/db/client.ts";

interface Sample {
  datasetId: string;
  /** Only from this split; null for all images. */
  split: string | null;
  count: number;
  seed: string;
}

/**
 * Images of a data set, stratified by class: each class has its share of the sample, to the nearest whole image. Image number k of the
 * n of its class, in a random order, stands at (k - 1/2) / n; the sample is the first `count` by that. The random order is the MD5 of seed and
 * picture, so the same seed and pictures give the same sample in every installation.
 * @returns ids in a random order, fewer than `count` where there are no more
 */
export async function sampleImages(
  db: Db | Tx,
  { datasetId, split, count, seed }: Sample,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM (
      SELECT "id", "chance",
        (row_number() OVER (PARTITION BY "classId" ORDER BY "chance", "id") - 0.5) / count(*) OVER (PARTITION BY "classId") AS place
      FROM (
        SELECT "id", "classId", md5(${seed} || '/' || "sha256") AS "chance" FROM "Image"
        WHERE "datasetId" = ${datasetId} AND (${split}::text IS NULL OR "split" = ${split})
      ) images
      ORDER BY place, "chance", "id" LIMIT ${count}
    ) sample
    ORDER BY md5("chance"), "id"`;
  return rows.map(({ id }) => id);
}
