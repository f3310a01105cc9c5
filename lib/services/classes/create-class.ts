import type { z } from "zod";
import { newId } from "#lib/db/id.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { changeClasses, findClass, requireFreeName } from "./change-classes.ts";
import { ClassChangeFields, ClassName, ParentId } from "./class-fields.ts";

const CreateClass = ClassChangeFields.extend({ name: ClassName, parentId: ParentId.default(null) });

/** Adds a class, last in order. Returns its id. @throws AppError `conflict` for a name in use or a list that has changed */
export async function createClass(ctx: Ctx, input: z.input<typeof CreateClass>): Promise<string> {
  const { name, parentId, ...change } = CreateClass.parse(input);
  return changeClasses(ctx, change, async (tx, classes) => {
    requireFreeName(classes, name);
    if (parentId) findClass(classes, parentId);
    const index = classes.reduce((most, row) => Math.max(most, row.index + 1), 0);
    const id = newId();
    await tx.datasetClass.create({ data: { id, datasetId: change.datasetId, index, name, parentId } });
    await audit(tx, ctx, "class.create", `dataset:${change.datasetId}`, { classId: id, name, parentId });
    return id;
  });
}
