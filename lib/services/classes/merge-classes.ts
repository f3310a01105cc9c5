import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { changeClasses, findClass, isUnder } from "./change-classes.ts";
import { ClassChangeFields } from "./class-fields.ts";

const MergeClasses = ClassChangeFields.extend({
  /** This class ends ... */
  classId: z.string(),
  /** ... and all it has is this one's. */
  intoId: z.string("Choose the class to merge it into."),
});

/** What a merge did, as its audit event keeps it: enough to undo it. */
export const MergeRecord = z.object({
  from: z.object({
    id: z.string(),
    name: z.string(),
    index: z.int(),
    description: z.string(),
    parentId: z.string().nullable(),
    shortcut: z.int().nullable(),
  }),
  intoId: z.string(),
  into: z.string(),
  imageIds: z.array(z.string()),
  /** Every revision of every region, as rows. */
  regionIds: z.array(z.string()),
  childIds: z.array(z.string()),
});

/**
 * Merges a class into another: its images, regions and the classes under it become the other's. Frozen versions keep the names
 * they were frozen with. `undoMerge` takes it back.
 * @returns how many images and regions moved
 * @throws AppError `not_found`, `invalid` for a class and itself, `conflict` for a list that has changed
 */
export async function mergeClasses(
  ctx: Ctx,
  input: z.input<typeof MergeClasses>,
): Promise<{ images: number; regions: number }> {
  const { classId, intoId, ...change } = MergeClasses.parse(input);
  return changeClasses(ctx, change, async (tx, classes) => {
    const [from, into] = [findClass(classes, classId), findClass(classes, intoId)];
    if (from.id === into.id) throw new AppError("invalid", "Choose another class to merge it into.");
    // An import that is about to use the class waits, and then finds it gone.
    await tx.$queryRaw`SELECT 1 FROM "DatasetClass" WHERE "id" = ${classId} FOR UPDATE`;
    const regionIds = await moveRegions(tx, classId, intoId);
    const images = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "Image" SET "classId" = ${intoId} WHERE "datasetId" = ${change.datasetId} AND "classId" = ${classId} RETURNING "id"`;
    const children = classes.filter(({ parentId }) => parentId === classId);
    const parentId = isUnder(classes, intoId, classId) ? from.parentId : intoId;
    await tx.datasetClass.updateMany({ where: { parentId: classId }, data: { parentId } });
    await tx.datasetClass.delete({ where: { id: classId } });
    const { datasetId: _, ...kept } = from;
    const record: z.infer<typeof MergeRecord> = {
      from: kept,
      intoId,
      into: into.name,
      imageIds: images.map(({ id }) => id),
      regionIds,
      childIds: children.map(({ id }) => id),
    };
    await audit(tx, ctx, "classes.merge", `dataset:${change.datasetId}`, record);
    return { images: images.length, regions: regionIds.length };
  });
}

/** Regions get another class in all their revisions; an editor that has one of them open is told by its image's revision. */
export async function moveRegions(
  tx: Tx,
  fromId: string,
  toId: string,
  only: readonly string[] | null = null,
): Promise<string[]> {
  const moved = await tx.$queryRaw<{ id: string; imageId: string }[]>`
    UPDATE "Region" SET "classId" = ${toId}
    WHERE "classId" = ${fromId} AND (${only === null} OR "id" = ANY(${(only ?? []) as string[]})) RETURNING "id", "imageId"`;
  const imageIds = [...new Set(moved.map(({ imageId }) => imageId))];
  await tx.$executeRaw`UPDATE "Image" SET "regionRevision" = "regionRevision" + 1 WHERE "id" = ANY(${imageIds})`;
  return moved.map(({ id }) => id);
}
