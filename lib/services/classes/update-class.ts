import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { changeClasses, findClass, isUnder, requireFreeName } from "./change-classes.ts";
import { ClassChangeFields, ClassDescription, ClassName, ClassShortcut, ParentId } from "./class-fields.ts";

const UpdateClass = ClassChangeFields.extend({
  classId: z.string(),
  name: ClassName.optional(),
  description: ClassDescription.optional(),
  shortcut: ClassShortcut.optional(),
  parentId: ParentId.optional(),
});

/**
 * Renames, describes or moves a class in the hierarchy. Frozen versions keep the name they were frozen with. A shortcut is taken
 * from the class that had it.
 * @throws AppError `not_found`, `conflict` for a name in use or a list that has changed, `invalid` for a circle in the hierarchy
 */
export async function updateClass(ctx: Ctx, input: z.input<typeof UpdateClass>): Promise<void> {
  const { datasetId, revision, classId, ...wish } = UpdateClass.parse(input);
  await changeClasses(ctx, { datasetId, revision }, async (tx, classes) => {
    const before = findClass(classes, classId);
    if (wish.name !== undefined) requireFreeName(classes, wish.name, classId);
    if (wish.parentId) {
      const parent = findClass(classes, wish.parentId);
      if (isUnder(classes, parent.id, classId)) {
        throw new AppError(
          "invalid",
          `“${parent.name}” is “${before.name}” or lies under it: that would be a circle.`,
        );
      }
    }
    if (wish.shortcut) {
      await tx.datasetClass.updateMany({
        where: { datasetId, shortcut: wish.shortcut },
        data: { shortcut: null },
      });
    }
    const after = await tx.datasetClass.update({ where: { id: classId }, data: wish });
    const tell = ({ name, description, shortcut, parentId }: typeof before) => ({
      name,
      description,
      shortcut,
      parentId,
    });
    await audit(tx, ctx, "class.update", `dataset:${datasetId}`, {
      classId,
      before: tell(before),
      after: tell(after),
    });
  });
}
