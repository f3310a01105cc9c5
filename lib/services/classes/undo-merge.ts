import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { changeClasses, findClass, requireFreeName } from "./change-classes.ts";
import { ClassChangeFields } from "./class-fields.ts";
import { MergeRecord, moveRegions } from "./merge-classes.ts";

const UndoMerge = ClassChangeFields.extend({ eventId: z.string() });

/**
 * Takes a merge back: the class is there again with the images and regions it had, except those that got yet another class since.
 * @returns how many images went back
 * @throws AppError `not_found`, `conflict` when it was undone before, its name is taken, or the list has changed
 */
export async function undoMerge(ctx: Ctx, input: z.input<typeof UndoMerge>): Promise<number> {
  const { eventId, ...change } = UndoMerge.parse(input);
  const resource = `dataset:${change.datasetId}`;
  return changeClasses(ctx, change, async (tx, classes) => {
    const event = await tx.auditEvent.findFirst({
      where: { id: eventId, workspaceId: ctx.workspaceId, resource, action: "classes.merge" },
    });
    if (!event) throw new AppError("not_found", "There is no such merge of classes.");
    const { from, intoId, imageIds, regionIds, childIds } = MergeRecord.parse(event.details);
    if (classes.some(({ id }) => id === from.id)) {
      throw new AppError("conflict", "This merge was undone already.");
    }
    findClass(classes, intoId);
    requireFreeName(classes, from.name);
    const isTaken = (key: "index" | "shortcut") => classes.some((row) => row[key] === from[key]);
    const last = classes.reduce((most, { index }) => Math.max(most, index + 1), 0);
    await tx.datasetClass.create({
      data: {
        ...from,
        datasetId: change.datasetId,
        index: isTaken("index") ? last : from.index,
        shortcut: isTaken("shortcut") ? null : from.shortcut,
        parentId: classes.some(({ id }) => id === from.parentId) ? from.parentId : null,
      },
    });
    await moveRegions(tx, intoId, from.id, regionIds);
    const images = await tx.image.updateMany({
      where: { id: { in: imageIds }, datasetId: change.datasetId, classId: intoId },
      data: { classId: from.id },
    });
    await tx.datasetClass.updateMany({
      where: { id: { in: childIds }, parentId: { in: [intoId, ...(from.parentId ? [from.parentId] : [])] } },
      data: { parentId: from.id },
    });
    await audit(tx, ctx, "classes.unmerge", resource, { eventId, name: from.name, images: images.count });
    return images.count;
  });
}
