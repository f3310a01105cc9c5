import type { Tx } from "#lib/db/client.ts";
import type { ImageEdit } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { regroupAround, removeImages, requireUnused } from "./delete-images.ts";
import { fieldEdit } from "./edit-sql.ts";

/** Images of one transaction: their rows are held against other writers for as long as it takes. */
export const CHUNK = 5_000;

/** The next images of an edit that wait, and where to go on after them. */
export async function nextItems(
  tx: Tx,
  editId: string,
  { after, changed }: { after: string; changed: boolean | null },
): Promise<string[]> {
  const items = await tx.imageEditItem.findMany({
    where: { editId, changed, imageId: { gt: after } },
    orderBy: { imageId: "asc" },
    take: CHUNK,
    select: { imageId: true },
  });
  return items.map(({ imageId }) => imageId);
}

/** Holds the images in the order of their ids, as every bulk edit does: two edits wait for each other, never both. */
export async function lockImages(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT count(*)::int FROM (SELECT 1 FROM "Image" WHERE "id" = ANY(${ids}::text[]) ORDER BY "id" FOR UPDATE) held`;
}

/** Makes the change on these images, remembering what they were. One that is gone or has the value already is passed by. */
export async function applyChunk(tx: Tx, edit: ImageEdit, ids: readonly string[]): Promise<void> {
  // Between two chunks a version may have been frozen.
  if (edit.kind === "delete") await requireUnused(tx, edit);
  await lockImages(tx, ids);
  const changed =
    edit.kind === "delete" ? await removeImages(tx, edit, ids) : await changeField(tx, edit, ids);
  await tx.$executeRaw`
    UPDATE "ImageEditItem" SET "changed" = false
    WHERE "editId" = ${edit.id} AND "imageId" = ANY(${ids}::text[]) AND "changed" IS NULL`;
  await tx.imageEdit.update({
    where: { id: edit.id },
    data: { changedCount: { increment: changed }, doneCount: { increment: ids.length } },
  });
}

/** Every image has been come by. */
export async function finishEdit(ctx: Ctx, tx: Tx, edit: ImageEdit): Promise<ImageEdit> {
  await regroupAround(tx, edit);
  return tx.imageEdit.update({
    where: { id: edit.id },
    data: { state: "done", finishedAt: ctx.clock() },
  });
}

async function changeField(tx: Tx, edit: ImageEdit, ids: readonly string[]): Promise<number> {
  const { changes, before, apply } = fieldEdit(edit);
  await tx.$executeRaw`
    UPDATE "ImageEditItem" e SET "changed" = true, "before" = ${before}
    FROM "Image" i WHERE e."editId" = ${edit.id} AND e."imageId" = i."id" AND i."id" = ANY(${ids}::text[]) AND ${changes}`;
  return tx.$executeRaw`
    UPDATE "Image" i SET ${apply} FROM "ImageEditItem" e
    WHERE e."editId" = ${edit.id} AND e."imageId" = i."id" AND i."id" = ANY(${ids}::text[]) AND e."changed"`;
}
