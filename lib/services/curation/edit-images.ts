import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import { type ImageEdit, Prisma } from "#lib/db/generated/client.ts";
import type { ImageEditKind } from "#lib/db/generated/enums.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { filesSweep } from "#lib/jobs/definitions/files-sweep.ts";
import { imagesEditJob } from "#lib/jobs/definitions/images-edit.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { readFilterModels } from "../datasets/filter-models.ts";
import { filteredImages } from "../datasets/filter-sql.ts";
import { requireDataset } from "../datasets/require-dataset.ts";
import { applyChunk, finishEdit, nextItems } from "./apply-edit.ts";
import { requireUnused } from "./delete-images.ts";
import { hasExpiredEdits } from "./expire-edits.ts";
import { givenValue, ImageChange, ImageSelection } from "./image-change.ts";

const EditImages = z.object({ datasetId: z.string(), selection: ImageSelection, change: ImageChange });

/** Up to this many are changed while one waits; more are a worker's. */
export const AT_ONCE = 2_000;

/**
 * Changes any number of images of a data set in one step that can be undone for UNDO_DAYS. The images are those the selection means
 * now, however long the change takes. Above AT_ONCE images the edit comes back `running` and a worker makes it.
 * @throws AppError `not_found` for the data set, a class or an image of another; `conflict` when the selection is no
 * longer what was seen, or for a deletion of what versions hold; `invalid` when there is nothing to change
 */
export async function editImages(ctx: Ctx, input: z.input<typeof EditImages>): Promise<ImageEdit> {
  const { datasetId, selection, change } = EditImages.parse(input);
  requireCan(ctx, "dataset:write");
  await requireDataset(ctx, datasetId);
  const source = await selectionSql(ctx, datasetId, selection);
  return ctx.db.$transaction(
    async (tx) => {
      if (change.kind === "set-class" && change.classId !== null)
        await requireClass(tx, datasetId, change.classId);
      const id = newId(ctx.clock().getTime());
      const edit = await tx.imageEdit.create({
        data: {
          id,
          datasetId,
          kind: change.kind.replace("-", "_") as ImageEditKind,
          value: givenValue(change),
          imageCount: 0,
          createdBy: nameActor(ctx.actor),
          createdAt: ctx.clock(),
        },
      });
      const imageCount =
        await tx.$executeRaw`INSERT INTO "ImageEditItem" ("editId", "imageId") SELECT ${id}, i."id" ${source}`;
      requireSelected(selection, imageCount);
      await tx.imageEdit.update({ where: { id }, data: { imageCount } });
      if (await hasExpiredEdits(tx, ctx, datasetId))
        await enqueue(tx, filesSweep, {}, { workspaceId: ctx.workspaceId });
      await audit(tx, ctx, "images.edit", `dataset:${datasetId}`, { editId: id, ...change, imageCount });
      if (imageCount > AT_ONCE) {
        if (change.kind === "delete") await requireUnused(tx, edit);
        await enqueue(tx, imagesEditJob, { editId: id }, { workspaceId: ctx.workspaceId, total: imageCount });
        return { ...edit, imageCount };
      }
      await applyChunk(tx, edit, await nextItems(tx, id, { after: "", changed: null }));
      return finishEdit(ctx, tx, edit);
    },
    { timeout: 120_000, maxWait: 30_000 },
  );
}

async function selectionSql(ctx: Ctx, datasetId: string, selection: ImageSelection): Promise<Prisma.Sql> {
  if ("ids" in selection) {
    return Prisma.sql`FROM "Image" i WHERE i."datasetId" = ${datasetId} AND i."id" = ANY(${[...new Set(selection.ids)]}::text[])`;
  }
  const { filter, except } = selection;
  const images = filteredImages(datasetId, filter, await readFilterModels(ctx, datasetId, filter));
  return except.length > 0 ? Prisma.sql`${images} AND i."id" <> ALL(${except}::text[])` : images;
}

function requireSelected(selection: ImageSelection, count: number): void {
  if ("ids" in selection) {
    const missing = new Set(selection.ids).size - count;
    if (missing === 0) return;
    throw new AppError(
      "not_found",
      `${missing} of the chosen images are not in this data set any more. Nothing was changed: reload the page and choose again.`,
      { missing },
    );
  }
  if (selection.expected !== undefined && selection.expected !== count) {
    throw new AppError(
      "conflict",
      `By now ${count} images match, not ${selection.expected}: someone else has changed some. Nothing was changed: reload the page and look again.`,
      { count, expected: selection.expected },
    );
  }
  if (count === 0) throw new AppError("invalid", "No image matches: there is nothing to change.");
}

async function requireClass(tx: Tx, datasetId: string, classId: string): Promise<void> {
  const found = await tx.datasetClass.findFirst({ where: { id: classId, datasetId }, select: { id: true } });
  if (!found)
    throw new AppError("not_found", "The data set has no such class. Reload the page and choose another.");
}
