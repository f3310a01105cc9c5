import type { Tx } from "#lib/db/client.ts";
import type { DatasetClass } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { lockDataset } from "../datasets/require-dataset.ts";

export interface ClassChange {
  datasetId: string;
  /** Of the list of classes that the change was based on. */
  revision: number;
}

/**
 * Changes the classes of a data set in one transaction, one curator at a time.
 * @throws AppError `conflict` for whoever looked at a list that someone else has changed since
 */
export async function changeClasses<Result>(
  ctx: Ctx,
  { datasetId, revision }: ClassChange,
  work: (tx: Tx, classes: DatasetClass[]) => Promise<Result>,
): Promise<Result> {
  return ctx.db.$transaction(
    async (tx) => {
      const dataset = await lockDataset(tx, ctx, datasetId);
      if (dataset.classRevision !== revision) {
        throw new AppError(
          "conflict",
          "Someone changed the classes after you opened them, and nothing of yours was written. Reload the page, then do it again.",
        );
      }
      const classes = await tx.datasetClass.findMany({ where: { datasetId }, orderBy: { index: "asc" } });
      const result = await work(tx, classes);
      await tx.dataset.update({ where: { id: datasetId }, data: { classRevision: { increment: 1 } } });
      return result;
    },
    { timeout: 120_000, maxWait: 30_000 },
  );
}

/** @throws AppError `not_found` */
export function findClass(classes: readonly DatasetClass[], classId: string): DatasetClass {
  const found = classes.find(({ id }) => id === classId);
  if (!found) throw new AppError("not_found", "The data set has no such class.");
  return found;
}

/** @throws AppError `conflict` when another class has the name */
export function requireFreeName(classes: readonly DatasetClass[], name: string, classId?: string): void {
  if (classes.some((row) => row.name === name && row.id !== classId)) {
    throw new AppError(
      "conflict",
      `There is a class “${name}” already: merge the two, or choose another name.`,
    );
  }
}

/** Whether a class is another one or lies somewhere under it. */
export function isUnder(classes: readonly DatasetClass[], classId: string, ancestorId: string): boolean {
  const parents = new Map(classes.map(({ id, parentId }) => [id, parentId]));
  for (let at: string | null | undefined = classId; at; at = parents.get(at))
    if (at === ancestorId) return true;
  return false;
}
