import type { Tx } from "#lib/db/client.ts";
import { type ImageEdit, Prisma } from "#lib/db/generated/client.ts";
import { lockImages } from "./apply-edit.ts";
import { restoreImages } from "./delete-images.ts";
import { fieldEdit } from "./edit-sql.ts";

const { sql } = Prisma;

/** An image that is no longer as the edit left it. */
export interface ChangedSince {
  imageId: string;
  fileName: string;
}

/** What stands in the way of taking an item `e` of the edit back. */
function obstacle(edit: ImageEdit): Prisma.Sql {
  const classOf = (id: Prisma.Sql) =>
    sql`(${id} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "DatasetClass" c WHERE c."id" = ${id}))`;
  if (edit.kind === "delete") {
    return sql`(i."id" IS NOT NULL OR ${classOf(sql`(e."before"->'image'->>'classId')`)} OR EXISTS (
      SELECT 1 FROM jsonb_array_elements(e."before"->'Region') AS r WHERE ${classOf(sql`(r->>'classId')`)}) OR EXISTS (SELECT 1 FROM "Image" again
      WHERE again."datasetId" = ${edit.datasetId} AND again."sha256" = e."before"->'image'->>'sha256'))`;
  }
  const { differs } = fieldEdit(edit);
  const lost = edit.kind === "set_class" ? classOf(sql`(e."before" #>> '{}')`) : sql`false`;
  return sql`(i."id" IS NULL OR ${differs} OR ${lost})`;
}

/** Images that were changed since, up to `limit` by name, and how many there are. */
export async function findChanged(
  tx: Tx,
  edit: ImageEdit,
  limit: number,
): Promise<{ count: number; images: ChangedSince[] }> {
  const changed = sql`FROM "ImageEditItem" e LEFT JOIN "Image" i ON i."id" = e."imageId"
    WHERE e."editId" = ${edit.id} AND e."changed" AND ${obstacle(edit)}`;
  const [{ count }] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count ${changed}`;
  if (count === 0) return { count, images: [] };
  const images = await tx.$queryRaw<ChangedSince[]>`
    SELECT e."imageId", coalesce(i."fileName", e."before"->'image'->>'fileName', e."imageId") AS "fileName"
    ${changed} ORDER BY 1 LIMIT ${limit}`;
  return { count, images };
}

/** Takes the edit back on these images, but for those that were changed since. Returns how many were taken back. */
export async function undoChunk(tx: Tx, edit: ImageEdit, ids: readonly string[]): Promise<number> {
  await lockImages(tx, ids);
  const free = await tx.$queryRaw<{ imageId: string }[]>`
    SELECT e."imageId" FROM "ImageEditItem" e LEFT JOIN "Image" i ON i."id" = e."imageId"
    WHERE e."editId" = ${edit.id} AND e."imageId" = ANY(${ids}::text[]) AND e."changed" AND NOT ${obstacle(edit)}`;
  const freeIds = free.map(({ imageId }) => imageId);
  const undone =
    edit.kind === "delete" ? await restoreImages(tx, edit, freeIds) : await restoreField(tx, edit, freeIds);
  await tx.imageEditItem.updateMany({
    where: { editId: edit.id, imageId: { in: freeIds } },
    data: { changed: false },
  });
  await tx.imageEdit.update({ where: { id: edit.id }, data: { doneCount: { increment: ids.length } } });
  return undone;
}

async function restoreField(tx: Tx, edit: ImageEdit, ids: readonly string[]): Promise<number> {
  const { undo } = fieldEdit(edit);
  return tx.$executeRaw`
    UPDATE "Image" i SET ${undo} FROM "ImageEditItem" e
    WHERE e."editId" = ${edit.id} AND e."imageId" = i."id" AND i."id" = ANY(${ids}::text[])`;
}
