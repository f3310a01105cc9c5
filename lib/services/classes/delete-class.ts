import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { changeClasses, findClass } from "./change-classes.ts";
import { ClassChangeFields } from "./class-fields.ts";

const DeleteClass = ClassChangeFields.extend({ classId: z.string() });

/**
 * Deletes a class that no image and no region has; the classes under it move up to its parent.
 * @throws AppError `not_found`, `conflict` when it is not empty or the list has changed
 */
export async function deleteClass(ctx: Ctx, input: z.input<typeof DeleteClass>): Promise<void> {
  const { classId, ...change } = DeleteClass.parse(input);
  await changeClasses(ctx, change, async (tx, classes) => {
    const { name, parentId } = findClass(classes, classId);
    // An import that is about to use it waits, and then finds it gone.
    await tx.$queryRaw`SELECT 1 FROM "DatasetClass" WHERE "id" = ${classId} FOR UPDATE`;
    const image = await tx.image.findFirst({ where: { classId }, select: { id: true } });
    const region = await tx.region.findFirst({ where: { classId }, select: { id: true } });
    if (image || region) {
      const what = image ? "Images have" : "Regions, or former ones, have";
      throw new AppError("conflict", `${what} the class “${name}”: merge it into another instead.`);
    }
    await tx.datasetClass.updateMany({ where: { parentId: classId }, data: { parentId } });
    await tx.datasetClass.delete({ where: { id: classId } });
    await audit(tx, ctx, "class.delete", `dataset:${change.datasetId}`, { classId, name });
  });
}
