import type { Tx } from "#lib/db/client.ts";
import type { ImageEdit } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";

/**
 * Refuses to delete what frozen versions, maps or studies rest on.
 * @throws AppError `conflict` saying where the images are used
 */
export async function requireUnused(tx: Tx, editId: string): Promise<void> {
  const versions = await tx.$queryRaw<{ number: number; count: number }[]>`
    SELECT v."number", count(*)::int AS count FROM "ImageEditItem" e
    JOIN "VersionImage" m ON m."imageId" = e."imageId" JOIN "DatasetVersion" v ON v."id" = m."versionId"
    WHERE e."editId" = ${editId} GROUP BY 1 ORDER BY 1`;
  if (versions.length > 0) {
    const where = versions.map(({ number, count }) => `v${number} (${count} of them)`).join(", ");
    throw new AppError(
      "conflict",
      `Frozen versions hold these images: ${where}. Nothing was deleted. Leave them out of the next version with a tag or a split of their own, or delete the versions first.`,
      { versions },
    );
  }
  const [{ maps, items }] = await tx.$queryRaw<{ maps: boolean; items: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "ImageEditItem" e JOIN "SaliencyMap" m USING ("imageId") WHERE e."editId" = ${editId}) AS maps,
      EXISTS (SELECT 1 FROM "ImageEditItem" e JOIN "StudyItem" s USING ("imageId") WHERE e."editId" = ${editId}) AS items`;
  if (maps || items) {
    const where = [maps && "maps of a run", items && "a study"].filter(Boolean).join(" and ");
    throw new AppError("conflict", `Some of these images are used by ${where}. Nothing was deleted.`, {
      maps,
      items,
    });
  }
}

/** Takes the images away with their regions and answers, which the edit's items keep as rows. Returns how many. */
export async function removeImages(tx: Tx, edit: ImageEdit, ids: readonly string[]): Promise<number> {
  await tx.$executeRaw`
    UPDATE "ImageEditItem" e SET "changed" = true, "before" = jsonb_build_object(
      'image', to_jsonb(i),
      'regions', (SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r."id"), '[]') FROM "Region" r WHERE r."imageId" = i."id"),
      'predictions', (SELECT coalesce(jsonb_agg(to_jsonb(p)), '[]') FROM "Prediction" p WHERE p."imageId" = i."id"))
    FROM "Image" i WHERE e."editId" = ${edit.id} AND e."imageId" = i."id" AND i."id" = ANY(${ids}::text[])`;
  const removed = await tx.$executeRaw`DELETE FROM "Image" WHERE "id" = ANY(${ids}::text[])`;
  await tx.dataset.update({ where: { id: edit.datasetId }, data: { imageCount: { decrement: removed } } });
  return removed;
}

/** Brings deleted images back as they were. Returns how many. */
export async function restoreImages(tx: Tx, edit: ImageEdit, ids: readonly string[]): Promise<number> {
  const restored = await tx.$executeRaw`
    INSERT INTO "Image" SELECT row.* FROM "ImageEditItem" e, jsonb_populate_record(NULL::"Image", e."before"->'image') row
    WHERE e."editId" = ${edit.id} AND e."imageId" = ANY(${ids}::text[])`;
  await tx.$executeRaw`
    INSERT INTO "Region" SELECT row.* FROM "ImageEditItem" e, jsonb_populate_recordset(NULL::"Region", e."before"->'regions') row
    WHERE e."editId" = ${edit.id} AND e."imageId" = ANY(${ids}::text[])`;
  await tx.$executeRaw`
    INSERT INTO "Prediction" SELECT row.* FROM "ImageEditItem" e, jsonb_populate_recordset(NULL::"Prediction", e."before"->'predictions') row
    WHERE e."editId" = ${edit.id} AND e."imageId" = ANY(${ids}::text[])
      AND EXISTS (SELECT 1 FROM "Model" m WHERE m."id" = row."modelId")`;
  await tx.dataset.update({ where: { id: edit.datasetId }, data: { imageCount: { increment: restored } } });
  return restored;
}
