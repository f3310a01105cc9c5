import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";
import { groupBy } from "../group-by.ts";

interface Tree {
  [name: string]: Tree;
}

/**
 * The hierarchy of a data set's classes as the JSON tree that `--similarity` takes: objects that hold the classes under each name.
 * @throws AppError `not_found`
 */
export async function exportTaxonomy(ctx: Ctx, datasetId: string): Promise<string> {
  await requireDataset(ctx, datasetId);
  const classes = await ctx.db.datasetClass.findMany({
    where: { datasetId },
    orderBy: { index: "asc" },
    select: { id: true, name: true, parentId: true },
  });
  const children = groupBy(classes, ({ parentId }) => parentId ?? "");
  const under = (parentId: string): Tree =>
    Object.fromEntries((children.get(parentId) ?? []).map(({ id, name }) => [name, under(id)]));
  return `${JSON.stringify(under(""), null, 2)}\n`;
}
