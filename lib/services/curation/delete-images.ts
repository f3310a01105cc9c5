import type { Tx } from "#lib/db/client.ts";
import { type ImageEdit, Prisma } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { regroupDuplicates } from "../duplicates/regroup-duplicates.ts";

const { sql, join, raw, empty } = Prisma;

/**
 * Refuses to delete what frozen versions, maps or studies rest on. A frozen version that is being made is waited for.
 * @throws AppError `conflict` saying where the images are used
 */
export async function requireUnused(tx: Tx, { id: editId, datasetId }: ImageEdit): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Dataset" WHERE "id" = ${datasetId} FOR NO KEY UPDATE`;
  const versions = await tx.$queryRaw<{ number: number; count: number }[]>`
    SELECT v."number", count(*)::int AS count FROM "ImageEditItem" e
    JOIN "VersionImage" m ON m."imageId" = e."imageId" JOIN "DatasetVersion" v ON v."id" = m."versionId"
    WHERE e."editId" = ${editId} GROUP BY 1 ORDER BY 1`;
  if (versions.length > 0) {
    const where = versions.map(({ number, count }) => `v${number} (${count} of them)`).join(", ");
    throw new AppError(
      "conflict",
      `Frozen versions hold these images: ${where}. Leave them out of the next version with a tag or a split of their own, or delete the versions first.`,
      { versions },
    );
  }
  const [{ maps, items }] = await tx.$queryRaw<{ maps: boolean; items: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "ImageEditItem" e JOIN "SaliencyMap" m USING ("imageId") WHERE e."editId" = ${editId}) AS maps,
      EXISTS (SELECT 1 FROM "ImageEditItem" e JOIN "StudyItem" s USING ("imageId") WHERE e."editId" = ${editId}) AS items`;
  if (maps || items) {
    const where = [maps && "maps of a run", items && "a study"].filter(Boolean).join(" and ");
    throw new AppError("conflict", `Some of these images are used by ${where}: they have to stay.`, {
      maps,
      items,
    });
  }
}

/** What hangs on an image and goes and comes back with it. Pairs of near duplicates are apart: they have two images. */
const DEPENDENTS = ["Region", "Prediction", "RegionReview", "SplitChange"] as const;

/** Takes the images away with what hangs on them, which the edit's items keep as rows and files. Returns how many. */
export async function removeImages(tx: Tx, edit: ImageEdit, ids: readonly string[]): Promise<number> {
  const rows = DEPENDENTS.map(
    (table) =>
      sql`${table}::text, (SELECT coalesce(jsonb_agg(to_jsonb(d)), '[]') FROM ${raw(`"${table}"`)} d WHERE d."imageId" = i."id")`,
  );
  await tx.$executeRaw`
    UPDATE "ImageEditItem" e SET "changed" = true, "sha256" = i."sha256", "displaySha256" = i."displaySha256",
      "thumbSha256" = i."thumbSha256", "before" = jsonb_build_object('image', to_jsonb(i), 'pairs', (
        SELECT coalesce(jsonb_agg(to_jsonb(n)), '[]') FROM "NearDuplicate" n WHERE i."id" IN (n."firstId", n."secondId")),
      ${join(rows)})
    FROM "Image" i WHERE e."editId" = ${edit.id} AND e."imageId" = i."id" AND i."id" = ANY(${ids}::text[])`;
  const removed = await tx.$executeRaw`DELETE FROM "Image" WHERE "id" = ANY(${ids}::text[])`;
  await tx.dataset.update({ where: { id: edit.datasetId }, data: { imageCount: { decrement: removed } } });
  return removed;
}

/** Groups look-alikes anew where the images that were deleted, or are back, had been among them. */
export async function regroupAround(tx: Tx, edit: ImageEdit): Promise<void> {
  if (edit.kind !== "delete") return;
  const grouped = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "ImageEditItem" WHERE "editId" = ${edit.id} AND "before" #>> '{image,duplicateGroup}' IS NOT NULL LIMIT 1`;
  if (grouped.length > 0) await regroupDuplicates(tx, edit.datasetId);
}

/** Brings deleted images back as they were, with all that hangs on them and is still wanted. Returns how many. */
export async function restoreImages(tx: Tx, edit: ImageEdit, ids: readonly string[]): Promise<number> {
  const items = sql`FROM "ImageEditItem" e WHERE e."editId" = ${edit.id} AND e."imageId" = ANY(${ids}::text[])`;
  const restored = await tx.$executeRaw`
    INSERT INTO "Image" SELECT (jsonb_populate_record(NULL::"Image", e."before"->'image')).* ${items}`;
  for (const table of DEPENDENTS) {
    const name = raw(`"${table}"`);
    const wanted =
      table === "Prediction"
        ? sql`WHERE EXISTS (SELECT 1 FROM "Model" m WHERE m."id" = d."modelId")`
        : table === "SplitChange"
          ? sql`WHERE EXISTS (SELECT 1 FROM "SplitAssignment" a WHERE a."id" = d."assignmentId")`
          : empty;
    await tx.$executeRaw`
      INSERT INTO ${name} SELECT d.* FROM (
        SELECT (jsonb_populate_recordset(NULL::${name}, e."before"->${table})).* ${items}) d ${wanted}`;
  }
  await tx.$executeRaw`
    INSERT INTO "NearDuplicate" SELECT DISTINCT d.* FROM (
      SELECT (jsonb_populate_recordset(NULL::"NearDuplicate", e."before"->'pairs')).* ${items}) d
    WHERE EXISTS (SELECT 1 FROM "Image" f WHERE f."id" = d."firstId") AND EXISTS (SELECT 1 FROM "Image" s WHERE s."id" = d."secondId")
    ON CONFLICT DO NOTHING`;
  await tx.imageEditItem.updateMany({
    where: { editId: edit.id, imageId: { in: [...ids] } },
    data: { sha256: null, displaySha256: null, thumbSha256: null },
  });
  await tx.dataset.update({ where: { id: edit.datasetId }, data: { imageCount: { increment: restored } } });
  return restored;
}
